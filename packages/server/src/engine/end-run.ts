import { type Act, type EventBody, node } from '@countersign/core';
import type { Run } from '../runs/run.ts';
import type { StatusWrite } from '../store/commit-step.ts';

/** How a run comes to rest, and what its log says of it before. */
export interface Ending {
  status: StatusWrite;
  events?: readonly EventBody[];
}

/** The end of a run; when it is not the end that was asked for, the user is told why. */
export function toFinish(run: Run, { status: to, reason }: Omit<Extract<Act, { type: 'finish' }>, 'type'>): Ending {
  const status = { to, isFinal: true, releasesLease: true };
  if (reason === undefined) return { status };
  const text = explanations[reason];
  const { runId } = run.fence;
  const events: EventBody[] = text ? [{ type: 'ui.append', key: `end:${runId}`, runId, node: node('notice', { level: 'warning', text }) }] : [];
  return { status: { ...status, reason }, events };
}

const explanations: Readonly<Record<string, string>> = {
  unknown_tool: 'I stopped: I kept asking for things that do not exist here. Nothing more was done.',
  repeated_call: 'I stopped: I was repeating the same action without getting further.',
  steps: 'I stopped: this took more steps than I am allowed.',
  cost: 'I stopped: the budget for this request is used up.',
  duration: 'I stopped: this took longer than I am allowed.',
  principal: 'I stopped: the person I was working for may not use this any more.',
  stuck: 'I stopped: something kept failing while I worked on this. Please check what was done before you try again.',
  proposer: 'Something went wrong while I was working this out. Nothing more was done. Please try again.',
};
