import type { Agent, CallResult, Principal, ProposalInput, SessionView } from '@countersign/core';
import { z } from 'zod';

/** What caused a run. */
export const RunCause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), text: z.string(), pick: z.object({ key: z.string(), value: z.string() }).optional() }),
  z.object({ kind: z.literal('task'), task: z.string() }),
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
}

/** Turns context into a proposal: rules, a script, later a model. */
export interface Proposer {
  /** Stored with every step: `rules`, `scripted`, or a model's id. */
  readonly name: string;
  propose(turn: ProposerTurn): Promise<ProposalInput> | ProposalInput;
}
