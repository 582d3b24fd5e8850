import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import { StreamCutError } from './judge-failure.ts';
import type { TokenUsage } from './price-list.ts';

/** How a reply ended. `length`: the output limit cut it off. `refused`: the model, or a filter before it, would not answer. */
export type ReplyEnd = 'complete' | 'length' | 'refused';

/** A call as the model wrote it: its arguments are text that may or may not be JSON. */
export interface RepliedCall {
  tool: string;
  arguments: string;
}

/** A whole reply of a model, in any provider's format. */
export interface ModelReply {
  text: string;
  calls: RepliedCall[];
  end: ReplyEnd;
  /** The provider's own word for the end. */
  rawEnd: string | undefined;
  /** The model that the provider says has answered. */
  providerModel: string | undefined;
  /** Undefined when the provider did not say. */
  usage: TokenUsage | undefined;
}

/**
 * Reads a stream to its end. Nothing of a reply is used before it is complete: half a reply is no reply.
 *
 * @param onPart called at every part, so that the caller can tell silence from work
 * @throws {StreamCutError} when the stream reports an error or ends without saying that it was complete
 */
export async function collectReply(stream: AsyncIterable<LanguageModelV4StreamPart>, onPart: () => void): Promise<ModelReply> {
  const reply: ModelReply = { text: '', calls: [], end: 'complete', rawEnd: undefined, providerModel: undefined, usage: undefined };
  let finish: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | undefined;
  for await (const part of stream) {
    if (part.type === 'error') throw toCut(part.error);
    if (part.type !== 'stream-start') onPart();
    if (part.type === 'text-start' && reply.text !== '') reply.text += '\n\n';
    if (part.type === 'text-delta') reply.text += part.delta;
    if (part.type === 'tool-call' && part.providerExecuted !== true) reply.calls.push({ tool: part.toolName, arguments: part.input });
    if (part.type === 'response-metadata') reply.providerModel = part.modelId ?? reply.providerModel;
    if (part.type === 'finish') finish = part;
  }
  if (!finish) throw new StreamCutError('The stream ended without saying that it was complete.');
  const { unified, raw } = finish.finishReason;
  return { ...reply, end: toEnd(unified, raw), rawEnd: raw, usage: toUsage(finish.usage) };
}

type Unified = Extract<LanguageModelV4StreamPart, { type: 'finish' }>['finishReason']['unified'];

function toEnd(unified: Unified, raw: string | undefined): ReplyEnd {
  switch (unified) {
    case 'stop':
    case 'tool-calls':
      return 'complete';
    case 'length':
      return 'length';
    case 'content-filter':
      return 'refused';
    case 'error':
    case 'interrupted':
    case 'other':
      throw new StreamCutError(`The reply ended with "${raw ?? unified}" and may be incomplete.`);
    default:
      return unified satisfies never;
  }
}

function toCut(error: unknown): Error {
  if (error instanceof Error) return error;
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return new StreamCutError(`The provider broke off: ${message}`);
}

/** Undefined unless both numbers are there: half an account is none. */
function toUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenUsage | undefined {
  if (!isCount(inputTokens.total) || !isCount(outputTokens.total)) return undefined;
  return {
    inputTokens: inputTokens.total,
    outputTokens: outputTokens.total,
    cacheReadTokens: isCount(inputTokens.cacheRead) ? inputTokens.cacheRead : 0,
    cacheWriteTokens: isCount(inputTokens.cacheWrite) ? inputTokens.cacheWrite : 0,
  };
}

const isCount = (value: number | undefined): value is number => value !== undefined && Number.isSafeInteger(value) && value >= 0;
