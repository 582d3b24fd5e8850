import { PolicyRule } from '@countersign/core';
import { expect, test } from 'vitest';
import { noRule, parseRule, toRuleValues } from './rule-values.ts';

const rules = [
  { form: 'forbidden_tools', name: 'a', tools: ['send_text'] },
  { form: 'allowed_tools', name: 'b', tools: ['find_clients', 'get_job'] },
  { form: 'recipients', name: 'c', on: { reach: 'outward' }, domains: ['shop.example'], addresses: ['x@y.example'], mayBeOnFile: false, verdict: 'ask' },
  { form: 'recipients', name: 'every call', on: {}, mayBeOnFile: true },
  { form: 'rate', name: 'd', on: { risks: ['destructive'], effects: ['database'] }, unit: 'cents', max: 12_345, minutes: 90 },
  { form: 'rate', name: 'd2', on: { tools: ['send_text'] }, unit: 'calls', max: 0, minutes: 60, verdict: 'ask' },
  { form: 'approval', name: 'e', aboveCents: 1_000 },
  { form: 'approval', name: 'f', on: { tools: ['create_job'] } },
  { form: 'approver', name: 'g', roles: ['owner'], excludesRequester: true },
  { form: 'quiet_hours', name: 'h', from: '20:00', until: '08:00', days: [0, 6] },
  { form: 'content', name: 'i', phrases: ['free', 'act now'], linkDomains: [], maxChars: 160 },
  { form: 'content', name: 'j', linkDomains: ['shop.example'] },
  { form: 'content', name: 'k', phrases: ['free'] },
].map((rule) => PolicyRule.parse(rule));

test.each(rules)('opening a rule and keeping it changes nothing: $name', (rule) => expect(parseRule(toRuleValues(rule))).toEqual({ rule }));

test('what is wrong is said at the input that is', () => {
  expect(parseRule(noRule)).toEqual({ errors: { name: 'Give it a name of at most 80 characters.', tools: 'Choose at least one.' } });
  expect(parseRule({ ...noRule, form: 'rate', name: 'r', max: '-1' })).toEqual({ errors: { max: 'Write a number.' } });
  expect(parseRule({ ...noRule, form: 'rate', name: 'r', unit: 'cents', max: 'ten' })).toEqual({ errors: { max: 'Write a number.' } });
  expect(parseRule({ ...noRule, form: 'approval', name: 'r', risks: ['daring'] })).toMatchObject({ errors: { risks: expect.any(String) } });
  expect(parseRule({ ...noRule, form: 'approval', name: 'r', above: 'ten' })).toMatchObject({ errors: { above: expect.stringContaining('89.50') } });
  expect(parseRule({ ...noRule, form: 'recipients', name: 'r', domains: 'shop.example\nnot a domain' })).toMatchObject({
    errors: { domains: expect.stringContaining('Expected a domain') },
  });
  expect(parseRule({ ...noRule, form: 'quiet_hours', name: 'r', from: '' })).toMatchObject({ errors: { from: expect.stringContaining('18:30') } });
});
