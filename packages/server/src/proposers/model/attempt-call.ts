import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { collectReply, type ModelReply } from './collect-reply.ts';
import { AttemptTimeoutError } from './judge-failure.ts';

export interface AttemptLimits {
  /** Until the model says anything at all, in milliseconds. @default 20000 */
  firstByteMs: number;
  /** For the whole call, in milliseconds. @default 90000 */
  callMs: number;
}

/**
 * One call of one model, streamed, so that a silent provider is told from a slow one.
 *
 * @throws {AttemptTimeoutError} when a limit is over; what the provider's client threw in every other case
 */
export async function attemptCall(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  limits: AttemptLimits,
  signal: AbortSignal,
): Promise<ModelReply> {
  const controller = new AbortController();
  const cancel = () => controller.abort(signal.reason);
  const expire = (ms: number, of: string) => setTimeout(() => controller.abort(new AttemptTimeoutError(`${of} took longer than ${ms} ms.`)), ms);
  const first = expire(limits.firstByteMs, 'The first byte');
  const whole = expire(limits.callMs, 'The call');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    return await untilAborted(controller.signal, async () => {
      const { stream } = await model.doStream({ ...options, abortSignal: controller.signal });
      return collectReply(stream, () => clearTimeout(first));
    });
  } catch (error) {
    // Whatever the client made of the abort: its reason is what happened.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(first);
    clearTimeout(whole);
    signal.removeEventListener('abort', cancel);
  }
}

/** A client that does not listen to its signal must not keep us waiting. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
