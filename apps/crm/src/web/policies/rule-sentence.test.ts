import { PolicyRule } from '@countersign/core';
import { expect, test } from 'vitest';
import { toRuleSentence } from './rule-sentence.ts';

const name = 'A rule';

test.each([
  [{ form: 'forbidden_tools', name, tools: ['send_text', 'void_invoice'] }, 'Never used: send text and void invoice.'],
  [{ form: 'allowed_tools', name, tools: ['find_clients'] }, 'Nothing is used but find clients.'],
  [
    { form: 'recipients', name, domains: ['shop.example'], addresses: ['+15165550177'], mayBeOnFile: true },
    'Calls that go outward may reach only anybody at shop.example, +15165550177 and whoever is on file; for others they are refused.',
  ],
  [{ form: 'recipients', name, verdict: 'ask' }, 'Calls that go outward may reach only nobody; for others a person is asked.'],
  [
    { form: 'rate', name, on: { risks: ['destructive', 'irreversible'] }, unit: 'records', max: 5, minutes: 60 },
    'Calls that overwrite or delete or cannot be taken back: at most 5 records within an hour; beyond that they are refused.',
  ],
  [
    { form: 'rate', name, unit: 'cents', max: 100_000, minutes: 2_880, verdict: 'ask' },
    'All calls: at most $1,000.00 within 2 days; beyond that a person is asked.',
  ],
  [{ form: 'rate', name, max: 1, minutes: 90 }, 'All calls: at most 1 call within 90 minutes; beyond that they are refused.'],
  [
    { form: 'rate', name, on: { effects: ['database', 'external'], reach: 'internal', risks: ['cautious'] }, unit: 'records', max: 1_200, minutes: 1_440 },
    'Calls that change data and change records or act outside the records and stay inside the shop: at most 1,200 records within a day; beyond that they are refused.',
  ],
  [{ form: 'approver', name, excludesRequester: true }, 'All calls: nobody approves what is done for themselves.'],
  [
    { form: 'quiet_hours', name, from: '20:00', until: '08:00', on: { reach: 'outward' }, verdict: 'ask' },
    'Calls that go outward rest from 20:00 to 08:00; then a person is asked.',
  ],
  [{ form: 'content', name, linkDomains: ['shop.example', 'maps.example'] }, 'What calls that go outward say: links only to shop.example and maps.example.'],
  [{ form: 'approval', name, aboveCents: 1_000 }, 'All calls: a person is asked when more than $10.00 moves, or nobody says how much.'],
  [{ form: 'approval', name, on: { tools: ['create_job'] } }, 'Calls of create job: a person is asked.'],
  [
    { form: 'approver', name, on: { tools: ['refund_invoice'] }, roles: ['owner', 'manager'], excludesRequester: true },
    'Calls of refund invoice: only owner or manager may approve, and nobody approves what is done for themselves.',
  ],
  [{ form: 'content', name, on: { tools: ['send_text'] }, linkDomains: [] }, 'What calls of send text say: no links.'],
  [{ form: 'approver', name }, 'All calls: whoever has the permission may approve.'],
  [
    { form: 'quiet_hours', name, from: '20:00', until: '08:00', days: [6, 0] },
    'Calls that go outward rest from 20:00 to 08:00, and all day on Sunday and Saturday; then they are refused.',
  ],
  [
    { form: 'content', name, phrases: ['free', 'guaranteed'], linkDomains: [], maxChars: 1_000 },
    'What calls that go outward say: never “free” or “guaranteed”; no links; at most 1,000 characters.',
  ],
])('%j reads as %s', (rule, sentence) => expect(toRuleSentence(PolicyRule.parse(rule), 'USD')).toBe(sentence));
