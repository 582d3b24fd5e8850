import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Impact } from '../contract/tool-contract.ts';
import { evaluatePolicies, findTakes, type PolicySubject } from './evaluate-policies.ts';
import { type CallMatch, type PolicyRule, PolicyRules } from './policy-rule.ts';

const sendText: PolicySubject['tool'] = {
  name: 'send_text',
  risk: 'irreversible',
  effect: 'external',
  reach: 'outward',
  input: z.object({
    clientId: z.string().meta({ meaning: 'target' }),
    body: z.string().meta({ meaning: 'content' }),
    cents: z.int().meta({ meaning: 'amount' }).optional(),
  }),
};
const deleteItem: PolicySubject['tool'] = { ...sendText, name: 'delete_item', risk: 'destructive', effect: 'database', reach: 'internal' };

const rulesOf = (...rules: z.input<typeof PolicyRule>[]) => PolicyRules.parse(rules);
function judge(rules: PolicyRules, change: Partial<PolicySubject> = {}, used = 0) {
  const raw = change.raw ?? { clientId: 'c_1', body: 'The car is ready.' };
  return evaluatePolicies(rules, {
    tool: sendText,
    principal: { tenantId: 'north', userId: 'ann', roles: ['owner'], timeZone: 'America/Chicago' },
    raw,
    input: raw,
    impact: { summary: 'One text', recipients: ['ann@shop.example'] },
    now: new Date('2026-11-20T18:00:00Z'), // noon in Chicago, a Friday
    used: () => used,
    ...change,
  });
}
const impactOf = (impact: Partial<Impact>): { impact: Impact } => ({ impact: { summary: '', ...impact } });

test('no rules allow, and rules that cannot be read forbid everything', () => {
  expect(judge([])).toMatchObject({ verdict: 'allow', rule: 'default_allow' });
  const base = { tool: sendText, principal: { tenantId: 'n', userId: 'a', roles: [], timeZone: 'UTC' }, raw: {}, now: new Date(), used: () => 0 };
  expect(evaluatePolicies('unreadable', base)).toMatchObject({ verdict: 'deny', rule: 'unreadable_policies' });
  expect(judge([{ form: 'from_the_future', name: 'New' } as unknown as PolicyRule])).toMatchObject({ verdict: 'deny', rule: 'New' });
});

test('a rule that breaks while it is judged denies', () => {
  const quiet = rulesOf({ form: 'quiet_hours', name: 'Nights', from: '20:00', until: '07:00' });
  const principal = { tenantId: 'north', userId: 'ann', roles: [], timeZone: 'Moon/Crater' };
  expect(judge(quiet, { principal })).toMatchObject({ verdict: 'deny', rule: 'Nights' });
  const rate = rulesOf({ form: 'rate', name: 'Few', max: 5, minutes: 60 });
  expect(judge(rate, {}, Number.NaN)).toMatchObject({ verdict: 'deny' });
});

test('the strictest rule counts whatever the order, and every rule that asks is named', () => {
  const ask = { form: 'approval', name: 'Ask always' } as const;
  const askMore = { form: 'approval', name: 'Ask too' } as const;
  const forbid = { form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] };
  expect(judge(rulesOf(ask, askMore))).toMatchObject({ verdict: 'ask', rule: 'Ask always', asking: ['Ask always', 'Ask too'] });
  expect(judge(rulesOf(ask, forbid as PolicyRule))).toMatchObject({ verdict: 'deny', rule: 'No texts' });
});

test('of several rules that deny, the first is named', () => {
  const forbid = (name: string) => ({ form: 'forbidden_tools', name, tools: ['send_text'] }) satisfies z.input<typeof PolicyRule>;
  expect(judge(rulesOf(forbid('No texts'), forbid('Still none')))).toMatchObject({ verdict: 'deny', rule: 'No texts' });
});

test('where no rule says who may approve, anybody may who has the permission', () => {
  const anybody = { roles: [], excludesRequester: false };
  expect(judge([]).approvers).toEqual(anybody);
  const ofOthers = { form: 'approver', name: 'Others', on: { tools: ['other'] }, roles: ['nobody'], excludesRequester: true } satisfies z.input<
    typeof PolicyRule
  >;
  expect(judge(rulesOf({ form: 'approval', name: 'Ask' }, ofOthers))).toMatchObject({ verdict: 'ask', approvers: anybody });
});

test('tools are forbidden, or allowed, by their exact names', () => {
  const only = rulesOf({ form: 'allowed_tools', name: 'Only looking', tools: ['find_clients'] });
  expect(judge(only)).toMatchObject({ verdict: 'deny', rule: 'Only looking' });
  expect(judge(only, { tool: { ...sendText, name: 'find_clients' } })).toMatchObject({ verdict: 'allow' });
  expect(PolicyRules.safeParse([{ form: 'forbidden_tools', name: 'x', tools: ['Send_Text'] }]).success).toBe(false);
});

describe('recipients', () => {
  const inside = rulesOf({ form: 'recipients', name: 'Ours only', domains: ['shop.example'] });
  test.each([
    ['ann@shop.example', 'allow'],
    ['Ann@SHOP.example', 'allow'],
    ['ann@mail.shop.example', 'allow'],
    ['https://shop.example/page', 'allow'],
    ['ann@shop.example.evil.test', 'deny'],
    ['ann@evilshop.example', 'deny'],
    ['ann@shop.example@evil.test', 'deny'],
    ['ann@evil.test, ann@shop.example', 'deny'],
    ['"ann@shop.example" <x@evil.test>', 'deny'],
    ['ann@shop.example\nbcc: x@evil.test', 'deny'],
    ['ann@sh\u043Ep.example', 'deny'], // a Cyrillic o
    ['https://shop.example@evil.test/', 'deny'],
    ['https://evil.test/#shop.example', 'deny'],
    ['+15552198841', 'deny'],
    ['', 'deny'],
  ])('%j: %s', (recipient, verdict) => {
    expect(judge(inside, impactOf({ recipients: [recipient] })).verdict).toBe(verdict);
  });

  test('one stranger among many is enough, nobody reached is fine, and a call that does not say is refused', () => {
    expect(judge(inside, impactOf({ recipients: ['ann@shop.example', 'x@evil.test'] }))).toMatchObject({
      verdict: 'deny',
      because: expect.stringContaining('x@evil.test'),
    });
    expect(judge(inside, impactOf({ recipients: [] })).verdict).toBe('allow');
    expect(judge(inside, impactOf({})).verdict).toBe('deny');
    expect(judge(inside, { impact: undefined }).verdict).toBe('deny');
    expect(judge(inside, { impact: undefined, tool: deleteItem }).verdict).toBe('allow');
  });

  test('on file is what the host’s code read off its records, not what is written in the input', () => {
    const onFile = rulesOf({ form: 'recipients', name: 'On file', mayBeOnFile: true, verdict: 'ask' });
    expect(judge(onFile, impactOf({ recipients: ['+15552198841'], onFile: ['+15552198841'] })).verdict).toBe('allow');
    expect(judge(onFile, impactOf({ recipients: ['+15552198841', '+15550000000'], onFile: ['+15552198841'] })).verdict).toBe('ask');
    expect(judge(onFile, { ...impactOf({ recipients: ['+15552198841'] }), raw: { clientId: 'c', body: '', onFile: ['+15552198841'] } }).verdict).toBe('ask');
    expect(judge(rulesOf({ form: 'recipients', name: 'x', addresses: ['+15552198841'] }), impactOf({ recipients: ['+15552198841'] })).verdict).toBe('allow');
  });
});

describe('rates', () => {
  const five = rulesOf({ form: 'rate', name: 'Five an hour', on: { risks: ['destructive'] }, unit: 'records', max: 5, minutes: 60 });
  test('count what a call touches, and only calls the rule speaks of', () => {
    expect(judge(five, { tool: deleteItem, ...impactOf({ records: 3 }) }, 2)).toMatchObject({ verdict: 'allow', takes: [{ amount: 3 }] });
    expect(judge(five, { tool: deleteItem, ...impactOf({ records: 3 }) }, 3)).toMatchObject({
      verdict: 'deny',
      because: '3 of 5 records within 1 h are used, and this takes 3 more',
    });
    expect(judge(five, { tool: deleteItem, impact: undefined }, 5)).toMatchObject({ verdict: 'deny' });
    expect(judge(five, { tool: sendText }, 99)).toMatchObject({ verdict: 'allow', takes: [] });
    // A call that does not say how many records it touches counts as one.
    expect(judge(five, { tool: deleteItem, ...impactOf({}) }, 4)).toMatchObject({ verdict: 'allow', takes: [{ amount: 1 }] });
    expect(judge(five, { tool: deleteItem, ...impactOf({}) }, 5)).toMatchObject({ verdict: 'deny', takes: [{ amount: 1 }] });
  });
  test('of money catch what is split into small parts', () => {
    const money = rulesOf({ form: 'rate', name: 'A hundred a day', unit: 'cents', max: 10_000, minutes: 1_440, verdict: 'ask' });
    expect(judge(money, impactOf({ recipients: [], amountCents: 999 }), 9_500)).toMatchObject({ verdict: 'ask', takes: [{ amount: 999 }] });
    expect(judge(money, impactOf({ recipients: [] }), 9_999)).toMatchObject({ verdict: 'allow', takes: [] });
    expect(judge(money, { raw: { clientId: 'c', body: '', cents: 1 }, impact: undefined })).toMatchObject({
      verdict: 'ask',
      because: 'it does not say how much it moves',
    });
    // Worked out by the contract: then the argument is not asked.
    expect(judge(money, { raw: { clientId: 'c', body: '', cents: 999_999 }, ...impactOf({ amountCents: 5 }) })).toMatchObject({
      verdict: 'allow',
      takes: [{ amount: 5 }],
    });
  });
});

describe('approval above an amount', () => {
  const above = rulesOf({ form: 'approval', name: 'Over $10', aboveCents: 1_000 });
  test('goes by what the host’s code worked out', () => {
    expect(judge(above, impactOf({ amountCents: 1_001 }))).toMatchObject({ verdict: 'ask', rule: 'Over $10' });
    expect(judge(above, impactOf({ amountCents: 1_000 }))).toMatchObject({ verdict: 'allow' });
  });
  test('an amount that nobody worked out asks, however small it says it is', () => {
    expect(judge(above, { raw: { clientId: 'c', body: '', cents: -5 }, impact: undefined })).toMatchObject({ verdict: 'ask' });
    expect(judge(above, { raw: { clientId: 'c', body: '' }, impact: undefined })).toMatchObject({ verdict: 'allow' });
  });
  test('who may approve is added up over all rules', () => {
    const rules = rulesOf(
      { form: 'approver', name: 'Managers', roles: ['manager', 'owner'] },
      { form: 'approver', name: 'Owner for texts', on: { tools: ['send_text'] }, roles: ['owner'], excludesRequester: true },
      { form: 'approver', name: 'Others', on: { tools: ['other'] }, roles: ['nobody'] },
    );
    expect(judge(rules)).toMatchObject({ verdict: 'allow', approvers: { roles: [['manager', 'owner'], ['owner']], excludesRequester: true } });
  });
});

describe('what a rule is about', () => {
  const on: CallMatch = { effects: ['external'], reach: 'outward' };
  const others = { ...sendText, effect: 'database' } as const;
  test.each<[string, z.input<typeof PolicyRule>]>([
    ['approval', { form: 'approval', name: 'r', on }],
    ['content', { form: 'content', name: 'r', on, phrases: ['ready'] }],
    ['quiet hours', { form: 'quiet_hours', name: 'r', on, from: '12:00', until: '12:00' }],
    ['rate', { form: 'rate', name: 'r', on, max: 0, minutes: 90 }],
  ])('%s: what it speaks of and nothing else', (_form, rule) => {
    expect(judge(rulesOf(rule)).verdict).not.toBe('allow');
    expect(judge(rulesOf(rule), { tool: others }).verdict).toBe('allow');
    expect(judge(rulesOf(rule), { tool: { ...sendText, reach: 'internal' } }).verdict).toBe('allow');
  });

  test('a tool that is forbidden is that one', () => {
    const forbidden = rulesOf({ form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] });
    expect(judge(forbidden, { tool: deleteItem }).verdict).toBe('allow');
  });

  test('says why in words a person can check', () => {
    expect(judge(rulesOf({ form: 'rate', name: 'r', max: 0, minutes: 90 })).because).toBe('0 of 0 calls within 90 min are used, and this takes 1 more');
    expect(judge(rulesOf({ form: 'quiet_hours', name: 'r', from: '12:00', until: '12:00' })).because).toBe('it is quiet between 12:00 and 12:00');
    const rest = rulesOf({ form: 'quiet_hours', name: 'r', from: '20:00', until: '07:00', days: [5] });
    expect(judge(rest).because).toBe('it is quiet between 20:00 and 07:00 and on some days');
    const rules = rulesOf({ form: 'approver', name: 'Not oneself', excludesRequester: true });
    expect(judge(rules).approvers).toEqual({ roles: [], excludesRequester: true });
  });

  test('rules that cannot be read count nothing, since nothing is done', () => expect(findTakes('unreadable', { tool: sendText })).toEqual([]));
});

describe('quiet hours', () => {
  const nights = rulesOf({ form: 'quiet_hours', name: 'Nights', from: '20:00', until: '07:30', days: [0] });
  test.each([
    ['2026-11-20T18:00:00Z', 'allow'], // Friday noon
    ['2026-11-21T01:59:00Z', 'allow'], // Friday 19:59
    ['2026-11-21T02:00:00Z', 'deny'], // Friday 20:00
    ['2026-11-21T13:29:00Z', 'deny'], // Saturday 07:29
    ['2026-11-21T13:30:00Z', 'allow'], // Saturday 07:30
    ['2026-11-22T18:00:00Z', 'deny'], // Sunday noon
    ['2026-07-17T01:00:00Z', 'deny'], // Thursday 20:00 in summer time
    ['2026-07-17T00:59:00Z', 'allow'],
  ])('by the wall clock of the tenant: %s is %s', (now, verdict) => {
    expect(judge(nights, { now: new Date(now) }).verdict).toBe(verdict);
    expect(judge(nights, { now: new Date(now), tool: deleteItem }).verdict).toBe('allow');
  });
});

describe('content', () => {
  const rules = rulesOf({
    form: 'content',
    name: 'No promises',
    phrases: ['free of charge', 'guarantee', '免费'],
    linkDomains: ['shop.example'],
    maxChars: 200,
  });
  const say = (body: string) => judge(rules, { raw: { clientId: 'c', body } });
  test.each([
    'It is FREE of  Charge!',
    'It is free\u200B of char\u00ADge.', // zero-width space, soft hyphen
    'ｆｒｅｅ　ｏｆ　ｃｈａｒｇｅ', // full width
    'fr\u0435e \u043Ef ch\u0430rge', // Cyrillic
    'f\u0301ree of charge', // combining accent
    'free-of-charge',
    'We give a g u a r a n t e e on it',
    'We give a g.u.a.r.a.n.t.e.e',
    '𝐠𝐮𝐚𝐫𝐚𝐧𝐭𝐞𝐞', // mathematical bold
    '今天免费清洗',
    'See https://evil.test/pay',
    'See evil.test',
    'See evil。test/pay',
    'See https://shop.example@evil.test/',
    'See shop.example.evil.test',
    'x'.repeat(1_000_001),
  ])('refuses %j, and says that it may be put right', (body) => {
    expect(say(body)).toMatchObject({ verdict: 'deny', rule: 'No promises', isContent: true });
  });
  test.each([
    'The car is ready.',
    'Free for a chat? We charge at pickup.',
    'See https://shop.example/quote/1 or book.shop.example',
    'Guaranteed? No.',
    'It takes 2.5 hours.',
  ])('lets %j pass', (body) => {
    expect(say(body).verdict).toBe('allow');
  });
  test.each(['a.', 'a-', 'a+', 'a ', 'www.', 'http:', '\u200B', 'g u '])('is not slowed down by a text of %j', (part) => {
    const before = performance.now();
    say(part.repeat(100_000));
    expect(performance.now() - before).toBeLessThan(2_000);
  });
  test('looks at every text that is not a target, an amount or a search, wherever it hides', () => {
    const tool = { ...sendText, input: z.object({ clientId: z.string().meta({ meaning: 'target' }), message: z.object({ parts: z.array(z.string()) }) }) };
    expect(judge(rules, { tool, raw: { clientId: 'guarantee', message: { parts: ['ok'] } } }).verdict).toBe('allow');
    expect(judge(rules, { tool, raw: { clientId: 'c', message: { parts: ['We', 'guarantee'] } } }).verdict).toBe('deny');
    expect(judge(rules, { tool, raw: { clientId: 'c', message: { parts: ['It is free of', 'charge'] } } }).verdict).toBe('deny');
    const encoded = { ...sendText, input: z.object({ body: z.string().transform((text) => atob(text)) }) };
    expect(judge(rules, { tool: encoded, raw: { body: btoa('guarantee') }, input: { body: 'guarantee' } }).verdict).toBe('deny');
  });
});

test('rules are checked when they are written', () => {
  const bad = [
    [{ form: 'rate', name: 'x', max: -1, minutes: 60 }],
    [{ form: 'rate', name: 'x', max: 1, minutes: 0 }],
    [{ form: 'recipients', name: 'x', domains: ['not a domain'] }],
    [{ form: 'quiet_hours', name: 'x', from: '25:00', until: '07:00' }],
    [{ form: 'approval', name: '' }],
    [{ form: 'approval', name: 'x', abovecents: 5 }],
    [{ form: 'magic', name: 'x' }],
    [
      { form: 'approval', name: 'x' },
      { form: 'approval', name: 'x' },
    ],
  ];
  for (const rules of bad) expect(PolicyRules.safeParse(rules).success, JSON.stringify(rules)).toBe(false);
});

test('a phrase of signs alone is looked for as it is written', () => {
  const rules = rulesOf({ form: 'content', name: 'No shouting', phrases: ['!!!'] });
  expect(judge(rules, { raw: { clientId: 'c', body: 'It is ready!!!' } })).toMatchObject({ verdict: 'deny' });
  expect(judge(rules, { raw: { clientId: 'c', body: 'It is ready!' } })).toMatchObject({ verdict: 'allow' });
});
