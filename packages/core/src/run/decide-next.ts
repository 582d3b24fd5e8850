import type { Effect } from '../contract/tool-contract.ts';
import type { RunBounds } from './run-bounds.ts';
import type { InvocationStatus, RunStatus } from './run-status.ts';

/** A call of the step in hand, as far as deciding needs it. */
export interface CallState {
  callIndex: number;
  effect: Effect;
  status: InvocationStatus;
}

/** All that decides what a run does next. Rebuilt from rows at every claim, kept in memory while the claim lasts. */
export interface RunState {
  bounds: RunBounds;
  /** Steps proposed so far. */
  stepCount: number;
  costMicros: number;
  /** Milliseconds this run has been at work, queueing included and waiting for humans excluded. */
  elapsedMs: number;
  unknownTools: number;
  /** Calls that ended badly or unknown: such a run never reads "completed". */
  failures: number;
  /** The latest step, its calls in order; undefined before the first proposal. */
  step?: { calls: readonly CallState[]; isFinal: boolean };
  /** Set when a call was repeated beyond the bound. */
  hasLooped: boolean;
}

export type Act =
  | { type: 'propose' }
  /** Make these calls. More than one only when none has an effect: they run in parallel. */
  | { type: 'dispose'; calls: readonly number[] }
  /** A call started and left no result: find out what became of it before anything else. */
  | { type: 'recover'; call: number }
  | { type: 'wait'; status: 'awaiting_approval' | 'awaiting_human' }
  | { type: 'finish'; status: RunStatus; reason?: string };

/**
 * What a run does next. Pure: the same state gives the same act, on any worker, before and after a crash.
 *
 * Order: unfinished business of the step in hand, then the bounds, then a new proposal.
 *
 * @example decideNext({ ...state, step: undefined }) // → { type: 'propose' }
 */
export function decideNext(state: RunState): Act {
  const open = state.step?.calls.find((call) => isOpen(call.status));
  if (open) return nextForCall(open, state);
  if (state.unknownTools >= state.bounds.maxUnknownTools) return { type: 'finish', status: 'failed', reason: 'unknown_tool' };
  if (state.hasLooped) return { type: 'finish', status: 'failed', reason: 'repeated_call' };
  if (state.step && (state.step.isFinal || state.step.calls.length === 0)) {
    return { type: 'finish', status: state.failures > 0 ? 'completed_with_failures' : 'completed' };
  }
  if (state.costMicros >= state.bounds.maxCostMicros) return { type: 'finish', status: 'budget_exceeded', reason: 'cost' };
  if (state.stepCount >= state.bounds.maxSteps) return { type: 'finish', status: 'budget_exceeded', reason: 'steps' };
  if (state.elapsedMs >= state.bounds.maxDurationMs) return { type: 'finish', status: 'timed_out', reason: 'duration' };
  return { type: 'propose' };
}

function isOpen(status: InvocationStatus): boolean {
  switch (status) {
    case 'proposed':
    case 'awaiting_approval':
    case 'approved':
    case 'started':
    case 'in_doubt':
      return true;
    case 'succeeded':
    case 'failed':
    case 'denied':
    case 'compensated':
    case 'cancelled':
      return false;
    default:
      return status satisfies never;
  }
}

function nextForCall(open: CallState, state: RunState): Act {
  switch (open.status) {
    case 'started':
      return { type: 'recover', call: open.callIndex };
    case 'awaiting_approval':
      return { type: 'wait', status: 'awaiting_approval' };
    case 'in_doubt':
      return { type: 'wait', status: 'awaiting_human' };
    default:
      // Time is also checked between calls, so a long step cannot outlive the run's bound.
      if (state.elapsedMs >= state.bounds.maxDurationMs) return { type: 'finish', status: 'timed_out', reason: 'duration' };
      return { type: 'dispose', calls: batchFrom(open, state) };
  }
}

/** The call itself, or with it all directly following calls when none of them has an effect. */
function batchFrom(open: CallState, state: RunState): number[] {
  if (open.effect !== 'none') return [open.callIndex];
  const following = (state.step?.calls ?? []).filter((call) => call.callIndex >= open.callIndex);
  const end = following.findIndex((call) => call.effect !== 'none' || call.status !== 'proposed');
  return (end === -1 ? following : following.slice(0, Math.max(end, 1))).map((call) => call.callIndex);
}
