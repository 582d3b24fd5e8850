import type { Agent, AnyTool, CallResult, Identity, Impact } from '@countersign/core';
import type { ErrorBody, InvocationStatus, PlannedProgress, RunState } from '@countersign/core/internal';
import { defaultBounds } from '@countersign/core/internal';
import type { RunCause } from '../proposers/proposer.ts';
import { emptyWrite, type Fence, type StepWrite } from '../store/commit-step.ts';

/** A call of the step in hand. */
export interface CallInHand {
  stepIndex: number;
  callIndex: number;
  toolName: string;
  /** Undefined for a tool the agent does not have, or has no more since a deployment. */
  tool: AnyTool | undefined;
  contractVersion: number;
  status: InvocationStatus;
  raw: unknown;
  /** The parsed input; undefined when it did not parse. */
  input: unknown;
  inputHash: string | null;
  /** How a known wrong shape of the input was put right; goes to the audit. */
  repaired: string | undefined;
  intentKey: string | null;
  generation: number;
  output: unknown;
  error: ErrorBody | undefined;
  isReplayed: boolean;
  allowedBy: string | null;
  /** What the human read who approved it. */
  title: string | undefined;
  /** What it would touch, by the contract's own word. */
  impact: Impact | undefined;
  startedAt: Date | undefined;
  deadlineAt: Date | undefined;
}

/** A claimed run: its rows in memory, valid as long as the fence holds. */
export interface RunInHand {
  readonly fence: Fence;
  readonly identity: Identity;
  readonly agent: Agent;
  readonly cause: RunCause;
  /** The user message's place in the log; proposers see the log up to here. */
  readonly causeSeq: number;
  readonly signal: AbortSignal;
  readonly startedAtMs: number;
  readonly workedMs: number;
  /** Claims in a row, this one included, that no commit followed. */
  readonly barrenClaims: number;
  stepCount: number;
  costMicros: number;
  unknownTools: number;
  failures: number;
  hasLooped: boolean;
  results: CallResult[];
  /** Records that its calls have deleted, messaged or otherwise taken to where it counts: see `isBatch`. */
  recordsTaken: number;
  /** How often each call (tool and arguments, by hash) was made in this run. */
  callCounts: Map<string, number>;
  /** Results before this one were there when the run was claimed: somebody may have looked at them since. */
  readonly watchedFrom: number;
  /** When a human last sent it back to work after it had paused. */
  readonly resumedAt: Date | undefined;
  /** Hashes of the calls a human has denied in this run: none of them is asked for again. */
  readonly deniedHashes: ReadonlySet<string>;
  step: { index: number; isFinal: boolean; calls: CallInHand[] } | undefined;
  /** What the plan says of its many calls, as of its latest proposal that has such. */
  progress: PlannedProgress | undefined;
  /** Hashes of the prompt sections that this claim has stored or is about to store. */
  readonly storedSections: Set<string>;
  /** What the next commit writes along: a step that cost nothing waits here for its outcome. */
  write: StepWrite;
}

/** The pure part of a run, for `decideNext`. */
export function toRunState(run: RunInHand, nowMs: number): RunState {
  const state: RunState = {
    bounds: run.agent.bounds ?? defaultBounds,
    stepCount: run.stepCount,
    costMicros: run.costMicros,
    elapsedMs: run.workedMs + nowMs - run.startedAtMs,
    unknownTools: run.unknownTools,
    failures: run.failures,
    hasLooped: run.hasLooped,
  };
  if (!run.step) return state;
  const calls = run.step.calls.map((call) => ({ callIndex: call.callIndex, effect: call.tool?.effect ?? 'none', status: call.status }));
  // A text that a rule refused is to be proposed once more, also where the proposer thought that it was done.
  const isOver = run.step.isFinal && !run.step.calls.some((call) => call.error?.code === 'content_refused');
  return { ...state, step: { calls, isFinal: isOver } };
}

/** Takes what was gathered for the next commit and leaves an empty write behind. */
export function takeWrite(run: RunInHand): StepWrite {
  const write = run.write;
  run.write = emptyWrite();
  return write;
}

/** The stable name of a call: where it stands. */
export function invocationId(runId: string, call: { stepIndex: number; callIndex: number }): string {
  return `${runId}/${call.stepIndex}/${call.callIndex}`;
}

/** The result of a settled call, as proposers see it. */
export function toCallResult(call: Pick<CallInHand, 'toolName' | 'raw' | 'status' | 'output' | 'error' | 'isReplayed'>): CallResult {
  const base = { tool: call.toolName, input: call.raw };
  if (call.status !== 'succeeded') {
    const error = call.error ?? { code: 'cancelled', message: 'The call was not made.', isRetryable: false };
    return { ...base, ok: false, error };
  }
  return call.isReplayed ? { ...base, ok: true, output: call.output, replayed: true } : { ...base, ok: true, output: call.output };
}
