import type { Agent, CallResult, Json, Principal, ProposalInput, SessionView } from '@countersign/core';
import { z } from 'zod';

/** What caused a run. */
export const RunCause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), text: z.string(), pick: z.object({ key: z.string(), value: z.string() }).optional() }),
  z.object({
    kind: z.literal('task'),
    task: z.string(),
    /** The intent that was named with it: nobody has to guess from the words. */
    intent: z.string().optional(),
    /** Set where a schedule caused it: which, and for which moment. */
    schedule: z.object({ name: z.string(), at: z.string() }).optional(),
  }),
]);
export type RunCause = z.infer<typeof RunCause>;

/** Everything a proposer may look at. It can read; nothing it returns acts by itself. */
export interface ProposerTurn {
  readonly runId: string;
  readonly sessionId: string;
  readonly agent: Agent;
  readonly principal: Principal;
  readonly cause: RunCause;
  readonly stepIndex: number;
  readonly now: Date;
  /** Results of the calls of this run, oldest first. */
  readonly results: readonly CallResult[];
  /** The fold of the session's recent log, read when asked for: a proposer that does not need it costs no query. */
  readonly view: () => Promise<SessionView>;
  readonly signal: AbortSignal;
  /** The run's money. A proposer without it can spend nothing. */
  readonly budget?: Budget;
}

/** Money of a run, in millionths of a dollar. */
export interface Budget {
  /**
   * Commits a reservation under the run's cap; undefined when it does not fit. Nothing may be spent before it resolves.
   * @throws when the reservation could not be committed: then nothing may be spent either
   */
  reserve(micros: number): Promise<Reservation | undefined>;
}

/** Money that is held. Until it is settled, all of it counts as spent. */
export interface Reservation {
  /** Says what was really spent, and answers with what is charged: never more than was reserved. */
  settle(costMicros: number): number;
}

/** What a model was asked and what it said, for the step's row. */
export interface ModelTrace {
  /** The texts of the prompt's sections, stored once per tenant under their hash. */
  readonly sections: readonly { readonly hash: string; readonly body: string }[];
  /** JSON: the hashes by section, the attempts, the reply as it came. */
  readonly call: Json;
}

/** A proposal, and what the runtime records and decides along with it. */
export type ProposerReply = ProposalInput & {
  readonly trace?: ModelTrace;
  /** Who it is by, where a proposer passes turns on: `rules` or a model's id. @default the proposer's name */
  readonly proposedBy?: string;
  /** What was asked could not be done, and the run must not read as done. Only without calls. */
  readonly end?: { readonly status: 'failed' | 'completed_with_failures' | 'budget_exceeded'; readonly reason: string };
};

/** Turns context into a proposal: rules, a script, later a model. */
export interface Proposer {
  /** Stored with every step: `rules`, `scripted`, or a model's id. */
  readonly name: string;
  propose(turn: ProposerTurn): Promise<ProposerReply> | ProposerReply;
}
