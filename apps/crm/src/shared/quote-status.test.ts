import { expect, test } from 'vitest';
import { canFollow, quoteStatuses, statusOn } from './quote-status.ts';

test('a draft is sent, and what was sent is answered once', () => {
  const allowed = quoteStatuses.flatMap((from) => quoteStatuses.filter((to) => canFollow(from, to)).map((to) => `${from} > ${to}`));
  expect(allowed).toEqual(['draft > sent', 'sent > accepted', 'sent > declined', 'sent > expired']);
});

test('only a quote that was sent runs out, and not on its last day', () => {
  const validUntil = '2026-11-20';
  expect(statusOn('2026-11-20', { status: 'sent', validUntil })).toBe('sent');
  expect(statusOn('2026-11-21', { status: 'sent', validUntil })).toBe('expired');
  for (const status of ['draft', 'accepted', 'declined'] as const) expect(statusOn('2027-01-01', { status, validUntil })).toBe(status);
});
