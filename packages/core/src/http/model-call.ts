import { z } from 'zod';
import { Json } from '../json.ts';

/** One attempt at a model, charged or not. Money in millionths of a dollar. */
export const ModelAttempt = z.object({
  model: z.string().describe('provider:model'),
  outcome: z
    .string()
    .describe('replied, over_budget, breaker_open, rate_limited, overloaded, server_error, timed_out, cut, unreachable, unauthorised or rejected'),
  costMicros: z.int(),
  reservedMicros: z.int().optional().describe('What was held for it before it was made'),
  status: z.int().optional().describe("The provider's HTTP status"),
  inputTokens: z.int().optional(),
  outputTokens: z.int().optional(),
});
export type ModelAttempt = z.infer<typeof ModelAttempt>;

/** A reply as it came, before anything was made of it. */
export const ModelReplied = z.object({
  text: z.string(),
  /** Arguments are the text the model wrote; it may be no JSON. */
  calls: z.array(z.object({ tool: z.string(), arguments: z.string() })),
  end: z.enum(['complete', 'length', 'refused']),
  rawEnd: z.string().optional().describe("The provider's own word for the end"),
  providerModel: z.string().optional().describe('The model that the provider says has answered'),
  usage: z.object({ inputTokens: z.int(), outputTokens: z.int(), cacheReadTokens: z.int(), cacheWriteTokens: z.int() }).optional(),
});
export type ModelReplied = z.infer<typeof ModelReplied>;

/** What a step asked a model and what it answered. */
export const ModelCall = z.object({
  /** SHA-256 of the whole prompt and its tools. */
  promptHash: z.string(),
  /** The prompt's sections by the SHA-256 of their texts; `GET /runs/{id}/prompt` has the texts. */
  sections: z.array(z.object({ name: z.string(), hash: z.string() })),
  /** How many results of the run's calls came before it. */
  results: z.int(),
  attempts: z.array(ModelAttempt),
  replies: z.array(ModelReplied),
  /** Calls that were left out, each with the rule that says so. */
  cut: Json.optional(),
  /** What was wrong with a question or a form. */
  problems: z.array(z.string()).optional(),
});
export type ModelCall = z.infer<typeof ModelCall>;

export const ReadPrompt = z.object({ step: z.coerce.number<number>().int().min(0).max(100_000).default(0).describe('Index of the step') });

/** A prompt, read again from its stored sections and the results in the run's rows. */
export const PromptView = z.object({
  stepIndex: z.int(),
  promptHash: z.string(),
  /** True: what is here has the very hash of what the model was sent. False: a result has changed since. */
  isExact: z.boolean(),
  sections: z.array(z.object({ name: z.string(), hash: z.string(), body: z.string() })),
  /** The conversation as the model was given it. */
  prompt: Json,
  tools: Json,
});
export type PromptView = z.infer<typeof PromptView>;
