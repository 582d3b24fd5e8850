import { CountersignError, type ErrorBody, toErrorBody } from '@countersign/core';
import type { Call } from '../runs/run.ts';
import { FenceLostError } from '../store/commit-step.ts';

/** How a contract's function ended. `unknown`: it threw something that does not say whether the effect took place. */
export type ToolEnd = { type: 'ok'; value: unknown } | { type: 'refused'; error: ErrorBody } | { type: 'unknown'; cause: unknown };

/** The function did not end in its time, or the run was taken away. What it does from now on is nobody's. */
export class OverrunError extends Error {
  override readonly name = 'OverrunError';
  /** Whose function it was, as far as its call was judged by then. */
  call?: Call;
}

/** The work on a call. Should one of its functions overrun, the error names that call, so that no other pays for it. */
export async function nameOverrun<T>(call: Call, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OverrunError) error.call ??= call;
    throw error;
  }
}

/**
 * Calls a contract's function under a time limit. A `CountersignError` it throws is its own word that the effect did not
 * take place, unless its code says that something did not answer; anything else is unknown.
 *
 * @throws {OverrunError} when it ran out of time: the caller must roll back, since the function may still be running
 * @throws {FenceLostError} when the run was cancelled or taken over meanwhile
 */
export async function runTool(fn: (signal: AbortSignal) => unknown, options: { timeoutMs: number; runSignal: AbortSignal }): Promise<ToolEnd> {
  const { promise: stopped, reject: stop } = Promise.withResolvers<never>();
  const timeout = new AbortController();
  const signal = AbortSignal.any([timeout.signal, options.runSignal]);
  const onAbort = () => stop(new FenceLostError('The run was cancelled or taken over while a tool was at work.'));
  if (options.runSignal.aborted) onAbort();
  options.runSignal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => {
    stop(new OverrunError(`The call did not end within ${options.timeoutMs} ms.`));
    timeout.abort();
  }, options.timeoutMs);
  stopped.catch(() => {}); // Handled through the race; this keeps a late rejection from being reported as unhandled.
  try {
    return { type: 'ok', value: await Promise.race([(async () => fn(signal))(), stopped]) };
  } catch (error) {
    if (error instanceof OverrunError || error instanceof FenceLostError) throw error;
    if (error instanceof CountersignError && isRefusal(error)) return { type: 'refused', error: error.toBody() };
    return { type: 'unknown', cause: error };
  } finally {
    clearTimeout(timer);
    options.runSignal.removeEventListener('abort', onAbort);
  }
}

/** A "no" of the target, as opposed to silence: a database or a network that did not answer may have acted all the same. */
function isRefusal(error: CountersignError): boolean {
  return error.status < 500 || error.code === 'tool_failed';
}

/** What proposers and users are told of an exception that was not meant for them: the log has the rest. */
export function toToolFailure(toolName: string): ErrorBody {
  return toErrorBody('tool_failed', `${toolName} failed unexpectedly. Nothing was changed.`);
}
