import type { Agent, AnyTool, CallResult, ErrorBody, Identity, Impact, InvocationStatus, PlannedProgress, RunState } from '@countersign/core';
import type { RunCause } from '../proposers/proposer.ts';
import type { Fence, StepWrite } from '../store/commit-step.ts';
import type { Tracer } from './tracer.ts';

/** A call of a claimed run. Never changed in place: what becomes of it is another value, so an attempt that is rolled back leaves no trace. */
export interface Call {
  readonly stepIndex: number;
  readonly callIndex: number;
  readonly toolName: string;
  /** Undefined for a tool the agent does not have, or has no more since a deployment. */
  readonly tool: AnyTool | undefined;
  readonly contractVersion: number;
  readonly status: InvocationStatus;
  readonly raw: unknown;
  /** The parsed input; undefined when it did not parse. */
  readonly input: unknown;
  readonly inputHash: string | null;
  /** How a known wrong shape of the input was put right; goes to the audit. */
  readonly repaired: string | undefined;
  readonly intentKey: string | null;
  readonly generation: number;
  readonly output: unknown;
  readonly error: ErrorBody | undefined;
  readonly isReplayed: boolean;
  readonly allowedBy: string | null;
  /** What the human read who approved it. */
  readonly title: string | undefined;
  /** What it would touch, by the contract's own word. */
  readonly impact: Impact | undefined;
  readonly startedAt: Date | undefined;
  readonly deadlineAt: Date | undefined;
  /** How often this claim has repeated it after it had left no result. */
  readonly repeats: number;
}

/** A claimed run: its rows in memory, valid as long as the fence holds. Never changed in place. */
export interface Run {
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
  readonly idleClaims: number;
  readonly stepCount: number;
  readonly costMicros: number;
  readonly unknownTools: number;
  readonly failures: number;
  readonly hasLooped: boolean;
  readonly results: readonly CallResult[];
  /** Records that its calls have deleted, messaged or otherwise taken to where it counts: see `isBatch`. */
  readonly recordsTaken: number;
  /** Hashes of tool and arguments of every call of this run. */
  readonly callHashes: readonly string[];
  /** Results before this one were there when the run was claimed: somebody may have looked at them since. */
  readonly watchedFrom: number;
  /** When a human last sent it back to work after it had paused. */
  readonly resumedAt: Date | undefined;
  /** Hashes of the calls a human has denied in this run: none of them is asked for again. */
  readonly deniedHashes: ReadonlySet<string>;
  readonly step: Step | undefined;
  /** What the plan says of its many calls, as of its latest proposal that has such. */
  readonly progress: PlannedProgress | undefined;
  /** Hashes of the prompt sections that this claim has stored or is about to store. */
  readonly storedSections: ReadonlySet<string>;
  /** Where values of this run come from; a memory that may be asked again after anything. */
  readonly tracer: Tracer;
  /** What the next commit writes along: a step that cost nothing waits here for its outcome. */
  readonly write: StepWrite;
}

/** The latest step of a run. */
export interface Step {
  readonly index: number;
  readonly isFinal: boolean;
  readonly calls: readonly Call[];
}

/** The pure part of a run, for `decideNext`. */
export function toRunState(run: Run, nowMs: number): RunState {
  const state: RunState = {
    bounds: run.agent.bounds,
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

/** The run with another state of one call of its step. */
export function replaceCall(run: Run, call: Call): Run {
  if (!run.step) return run;
  const calls = run.step.calls.map((other) => (other.callIndex === call.callIndex ? call : other));
  return { ...run, step: { ...run.step, calls } };
}

/** The run with more for its next commit to write. */
export function addToWrite(run: Run, { events = [], audit = [] }: Partial<Pick<StepWrite, 'events' | 'audit'>>): Run {
  const { write } = run;
  return { ...run, write: { ...write, events: [...write.events, ...events], audit: [...write.audit, ...audit] } };
}

/** The stable name of a call: where it stands. */
export function invocationId(runId: string, call: Pick<Call, 'stepIndex' | 'callIndex'>): string {
  return `${runId}/${call.stepIndex}/${call.callIndex}`;
}

/** The result of a settled call, as proposers see it. */
export function toCallResult(call: Pick<Call, 'toolName' | 'raw' | 'status' | 'output' | 'error' | 'isReplayed'>): CallResult {
  const base = { tool: call.toolName, input: call.raw };
  if (call.status !== 'succeeded') {
    const error = call.error ?? { code: 'cancelled', message: 'The call was not made.', isRetryable: false };
    return { ...base, ok: false, error };
  }
  return call.isReplayed ? { ...base, ok: true, output: call.output, replayed: true } : { ...base, ok: true, output: call.output };
}
