import { expect, test } from 'vitest';
import { toFacts, toText } from './preview-facts.ts';

const shop = { currency: 'USD', timeZone: 'America/New_York' };

test('amounts, numbers, ways, days and moments stand on the card as people write them, the known ones first and in one order', () => {
  const preview = {
    to: '+15553109201',
    channel: 'sms',
    amountCents: 12_050,
    currency: 'EUR',
    dueOn: '2026-12-05',
    startsAt: '2026-12-05T14:30',
    sentAt: '2026-12-05T19:30:00.000Z',
    reason: '2026-12-05 was too late',
    clientName: 'Mai Nguyen',
    clientId: 'c',
    subject: null,
    body: 'Hello.',
  };
  expect(toFacts(preview, shop)).toEqual([
    ['To', '(555) 310-9201'],
    ['Client', 'Mai Nguyen'],
    ['By', 'Text'],
    ['Amount', '€120.50'],
    ['Due on', 'Dec 5, 2026'],
    ['Starts at', 'Dec 5, 2026, 2:30 PM'],
    ['Sent at', 'Dec 5, 2026, 2:30 PM'],
    ['Reason', '2026-12-05 was too late'],
  ]);
});

test('what has no form of its own stays as it is', () => {
  expect(toFacts({ to: 'mai@example.com', channel: 'fax', day: '2026-13-45', isDone: true, lines: [1] }, shop)).toEqual([
    ['To', 'mai@example.com'],
    ['By', 'fax'],
    ['Day', '2026-13-45'],
    ['Is done', 'true'],
    ['Lines', '[\n 1\n]'],
  ]);
  expect(toFacts({ channel: 'email', clientId: 'c', totalCents: 'none' }, shop)).toEqual([
    ['By', 'Email'],
    ['Total', 'none'],
    ['Client id', 'c'],
  ]);
});

test('a text is shown as it is, and what is none as it would be written down', () => {
  expect(['Hello.', 7, null].map(toText)).toEqual(['Hello.', '7', 'null']);
});
