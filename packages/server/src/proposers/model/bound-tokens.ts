import type { LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider';

/** What providers put around a prompt: the frame of the conversation, and how tools are explained to the model. */
const FRAME_TOKENS = 1_024;

/**
 * More tokens than a request can have. A token of a byte-level tokenizer stands for at least one byte, and the JSON of a
 * request has more bytes than its texts; so this is no estimate (it is three to five times too high for English), but a
 * bound, which is what a reservation needs.
 */
export function boundInputTokens(prompt: LanguageModelV4Prompt, tools: readonly LanguageModelV4FunctionTool[]): number {
  return Buffer.byteLength(JSON.stringify({ prompt, tools })) + FRAME_TOKENS;
}
