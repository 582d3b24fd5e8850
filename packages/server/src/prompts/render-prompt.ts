import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { CallResult } from '@countersign/core';
import { z } from 'zod';
import { canonicalJson, fenceData } from './fence-data.ts';
import type { SectionName } from './hash-section.ts';

const MAX_RESULT_CHARS = 6_000;
const MAX_RESULTS_CHARS = 40_000;

const Memory = z.object({ messages: z.array(z.object({ role: z.enum(['user', 'assistant']), text: z.string() })), facts: z.string() });

/**
 * The prompt that sections and results give. A pure function: a stored step's sections and the results in its run's rows
 * give the very bytes that the model was sent.
 */
export function renderPrompt(bodies: Readonly<Record<SectionName, string>>, results: readonly CallResult[]): LanguageModelV4Prompt {
  const memory = Memory.parse(JSON.parse(bodies.memory));
  const context = [memory.facts, bodies.panels, bodies.record, bodies.user, bodies.clock].filter((text) => text !== '').join('\n');
  const system: LanguageModelV4Message = {
    role: 'system',
    content: [bodies.role, bodies.policy, bodies.examples].filter((text) => text !== '').join('\n\n'),
    // Same for everyone who talks to this agent: providers that charge less for what they have read before are told where it ends.
    providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
  };
  return [system, ...toConversation(memory.messages), toUser(context, bodies.request), ...toResults(results)];
}

function toUser(context: string, request: string): LanguageModelV4Message {
  return {
    role: 'user',
    content: [
      { type: 'text', text: context },
      { type: 'text', text: request },
    ],
  };
}

function toConversation(messages: z.infer<typeof Memory>['messages']): LanguageModelV4Message[] {
  return messages.map(({ role, text }) => ({ role, content: [{ type: 'text', text }] }) as const);
}

/** Each result with the call it answers. Ids are counted, not remembered, so that they are the same on every worker. */
function toResults(results: readonly CallResult[]): LanguageModelV4Message[] {
  const texts = toResultTexts(results);
  return results.flatMap((result, index): LanguageModelV4Message[] => {
    const call = { toolCallId: `call_${index}`, toolName: toToolName(result.tool) };
    return [
      { role: 'assistant', content: [{ type: 'tool-call', ...call, input: toObject(result.input) }] },
      { role: 'tool', content: [{ type: 'tool-result', ...call, output: { type: 'text', value: texts[index] ?? '' } }] },
    ];
  });
}

/** The newest results whole, as far as they fit; of the others only whether they succeeded. */
function toResultTexts(results: readonly CallResult[]): string[] {
  let left = MAX_RESULTS_CHARS;
  const newestFirst = [...results].reverse().map((result) => {
    const text = toResultText(result);
    left -= text.length;
    return left >= 0 ? text : fenceData('result', { ok: result.ok, note: 'Left out because it is old. Call again if it is needed.' });
  });
  return newestFirst.reverse();
}

function toResultText(result: CallResult): string {
  const said = result.ok
    ? { ok: true, output: result.output, ...(result.replayed ? { note: 'This had been done before; it was not done again.' } : {}) }
    : { ok: false, error: result.error };
  const text = canonicalJson(said);
  if (text.length <= MAX_RESULT_CHARS) return fenceData('result', said);
  return fenceData('result', {
    ok: result.ok,
    note: `Cut after ${MAX_RESULT_CHARS} of ${text.length} characters. Ask for less at once.`,
    beginning: text.slice(0, MAX_RESULT_CHARS),
  });
}

/** A model may have called anything anything; providers refuse names that no tool could have. */
const toToolName = (name: string) => name.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || 'unknown';

/** Providers want the input of a call to be an object, whatever the model had sent. */
const toObject = (input: unknown) => (typeof input === 'object' && input !== null && !Array.isArray(input) ? input : { input: input ?? null });
