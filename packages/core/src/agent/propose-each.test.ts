import { describe, expect, test } from 'vitest';
import type { CallResult } from '../run/call-result.ts';
import { Proposal } from './proposal.ts';
import { proposeEach } from './propose-each.ts';

const sent = (): CallResult => ({ tool: 'send', input: {}, ok: true, output: {} });
const not = (code: string, tool = 'send'): CallResult => ({ tool, input: {}, ok: false, error: { code, message: '', isRetryable: false } });

describe('a call for each of many', () => {
  const inputs = Array.from({ length: 120 }, (_, id) => ({ id }));
  const progress = { title: 'Reminders', words: { one: 'reminder', many: 'reminders', done: 'sent' } };
  const next = (results: readonly CallResult[]) => proposeEach({ results }, { tool: 'send', inputs, progress });

  test('comes in pages that one proposal can hold, the last of them final, and then nothing', () => {
    const results: CallResult[] = [not('permission_denied', 'find')];
    const pages: unknown[][] = [];
    for (let page = next(results); page; page = next(results)) {
      const { calls, isFinal } = Proposal.parse(page);
      pages.push(calls.map(({ input }) => input));
      expect([pages.length, isFinal]).toEqual([pages.length, pages.length === 3]);
      // Whatever became of them: what was denied is not asked for again.
      results.push(...calls.map((_, index) => (index % 2 === 0 ? sent() : not('approval_denied'))));
    }
    expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
    expect(pages.flat()).toEqual(inputs);
    expect(next(results)).toBeUndefined();
  });

  test('says the same at every page of how many there are', () => {
    expect(next(inputs.slice(0, 50).map(() => sent()))?.progress).toEqual({ tool: 'send', total: 120, ...progress });
  });
});
