import type { ErrorBody, HostTx, PolicyTake, Principal, TracedArgument } from '@countersign/core';
import type { Call } from '../runs/run.ts';
import type { ApprovedItem } from './approvals/find-approved-item.ts';
import type { GrantRow } from './approvals/grants.ts';
import type { PolicyQuestion, Ruling } from './policies/judge-policies.ts';

/** One call to be judged: may it be made, has it been made, who has to be asked? With the transaction of the host that would make it. */
export interface Question extends PolicyQuestion {
  principal: Principal;
  tx: HostTx;
  /** What may speak for this call and the later ones of its step. Undefined: not read, since nobody was expected to have to be asked. */
  grants: readonly GrantRow[] | undefined;
}

/** By what a call may be made: nothing more than the rules, a human's yes to it, or a grant. */
export interface Consent {
  approved?: ApprovedItem;
  grant?: GrantRow;
  /** What it counts towards the tenant's rates. */
  takes: PolicyTake[];
}

/** What a request to a human says beside the call itself. */
export interface Asked {
  ruling: Ruling;
  /** Where its targets come from; empty for a call that may go anywhere. */
  origins: readonly TracedArgument[];
  /** It belongs to more deletions or messages than the contract lets pass unseen. */
  isBatch: boolean;
}

/** May this call be made, has it been made, and who has to be asked. */
export type Judgement =
  | { type: 'replay'; output: unknown }
  | { type: 'refuse'; status: 'failed' | 'denied'; error: ErrorBody; cause?: unknown }
  | ({ type: 'ask' } & Asked)
  | ({ type: 'execute'; consent: Consent } & Omit<Asked, 'origins'>);

/** What came of judging: the call with its intent frozen, its impact told and what allowed it, and the version of the rules, where those were asked. */
export interface Judged {
  call: Call;
  judgement: Judgement;
  policyVersion?: number;
}

/** Somebody has to be asked, and nobody has looked for grants yet. Thrown through the transaction, so that it waits for no other connection. */
export class GrantsUnreadError extends Error {
  override readonly name = 'GrantsUnreadError';
}
