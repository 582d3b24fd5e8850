import { expect, test } from 'vitest';
import { dockTexts } from '../texts.ts';
import { toOriginWarnings } from './origin-warnings.ts';

test('a target that nobody named, or that somebody outside wrote, is warned of in words; others are not', () => {
  const warnings = toOriginWarnings(
    [
      { path: '/clientId', value: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10', origin: { kind: 'unknown' } },
      { path: '/recipients/1/emailAddress', value: 'x@evil.example', origin: { kind: 'third_party', tool: 'find_messages', path: '/messages/0/body' } },
      { path: '/to', value: '+15552198841', origin: { kind: 'user_words' } },
      { path: '/jobId', value: 'j', origin: { kind: 'trusted_field', tool: 'find_jobs', path: '/jobs/0/id' } },
      { path: '', value: 7, origin: { kind: 'unknown' } },
      { path: '/isEverybody', value: true, origin: { kind: 'unknown' } },
    ],
    dockTexts,
  );
  expect(warnings).toEqual([
    'Client: neither said by you nor found in your records.',
    'Recipients 2 email address “x@evil.example”: taken from a text that somebody outside wrote (find messages).',
    'The target 7: neither said by you nor found in your records.',
    'Is everybody: neither said by you nor found in your records.',
  ]);
});
