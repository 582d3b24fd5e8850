import { PolicyRule } from '@countersign/core';
import type { z } from 'zod';
import { parseMoney, toMoneyText } from '../../shared/money.ts';

type RuleInput = z.input<typeof PolicyRule>;

/** A rule of any form as the inputs hold it. Lists of words stand one a line. */
export interface RuleValues {
  form: PolicyRule['form'];
  name: string;
  tools: string[];
  risks: string[];
  reach: '' | 'internal' | 'outward';
  domains: string;
  addresses: string;
  mayBeOnFile: boolean;
  verdict: 'ask' | 'deny';
  unit: 'calls' | 'records' | 'cents';
  max: string;
  minutes: string;
  /** Empty: whatever the amount. */
  above: string;
  roles: string[];
  excludesRequester: boolean;
  from: string;
  until: string;
  days: string[];
  phrases: string;
  links: 'any' | 'listed';
  linkDomains: string;
  maxChars: string;
  /** What a rule may say that these inputs do not show; kept as it was. */
  effects: string[];
}

export const noRule: RuleValues = {
  form: 'forbidden_tools',
  name: '',
  tools: [],
  risks: [],
  reach: '',
  domains: '',
  addresses: '',
  mayBeOnFile: true,
  verdict: 'deny',
  unit: 'records',
  max: '',
  minutes: '60',
  above: '',
  roles: [],
  excludesRequester: false,
  from: '20:00',
  until: '08:00',
  days: [],
  phrases: '',
  links: 'any',
  linkDomains: '',
  maxChars: '',
  effects: [],
};

const toLines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const toNumber = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);

/** What the inputs say, for the schema to judge: it may be no rule at all. */
function toRuleInput(values: RuleValues): RuleInput {
  const { form, name, tools, verdict } = values;
  const on = toMatch(values);
  switch (form) {
    case 'forbidden_tools':
    case 'allowed_tools':
      return { form, name, tools };
    case 'recipients':
      return { form, name, on, domains: toLines(values.domains), addresses: toLines(values.addresses), mayBeOnFile: values.mayBeOnFile, verdict };
    case 'rate': {
      const max = values.unit === 'cents' ? (parseMoney(values.max) ?? Number.NaN) : toNumber(values.max);
      return { form, name, on, unit: values.unit, max, minutes: toNumber(values.minutes), verdict };
    }
    case 'approval':
      return { form, name, on, ...(values.above.trim() !== '' && { aboveCents: parseMoney(values.above) ?? Number.NaN }) };
    case 'approver':
      return { form, name, on, roles: values.roles, excludesRequester: values.excludesRequester };
    case 'quiet_hours':
      return { form, name, on, from: values.from, until: values.until, days: values.days.map(Number), verdict };
    case 'content':
      return {
        form,
        name,
        on,
        phrases: toLines(values.phrases),
        ...(values.links === 'listed' && { linkDomains: toLines(values.linkDomains) }),
        ...(values.maxChars.trim() !== '' && { maxChars: toNumber(values.maxChars) }),
      };
    default:
      return form satisfies never;
  }
}

function toMatch({ tools, risks, effects, reach }: RuleValues): Exclude<Extract<RuleInput, { form: 'approval' }>['on'], undefined> {
  return {
    ...(tools.length > 0 && { tools }),
    ...(risks.length > 0 && { risks: risks as ('safe' | 'cautious' | 'destructive' | 'irreversible')[] }),
    ...(effects.length > 0 && { effects: effects as ('none' | 'database' | 'external')[] }),
    ...(reach !== '' && { reach }),
  };
}

/** A rule as the inputs show it. */
export function toRuleValues(rule: PolicyRule): RuleValues {
  const on = 'on' in rule ? rule.on : {};
  const base: RuleValues = {
    ...noRule,
    form: rule.form,
    name: rule.name,
    tools: 'tools' in rule ? rule.tools : (on.tools ?? []),
    risks: on.risks ?? [],
    effects: on.effects ?? [],
    reach: on.reach ?? '',
    ...('verdict' in rule && { verdict: rule.verdict }),
  };
  switch (rule.form) {
    case 'recipients':
      return { ...base, domains: rule.domains.join('\n'), addresses: rule.addresses.join('\n'), mayBeOnFile: rule.mayBeOnFile };
    case 'rate':
      return { ...base, unit: rule.unit, max: rule.unit === 'cents' ? toMoneyText(rule.max) : String(rule.max), minutes: String(rule.minutes) };
    case 'approval':
      return { ...base, above: rule.aboveCents === undefined ? '' : toMoneyText(rule.aboveCents) };
    case 'approver':
      return { ...base, roles: rule.roles, excludesRequester: rule.excludesRequester };
    case 'quiet_hours':
      return { ...base, from: rule.from, until: rule.until, days: rule.days.map(String) };
    case 'content':
      return {
        ...base,
        phrases: rule.phrases.join('\n'),
        links: rule.linkDomains ? 'listed' : 'any',
        linkDomains: rule.linkDomains?.join('\n') ?? '',
        maxChars: rule.maxChars === undefined ? '' : String(rule.maxChars),
      };
    default:
      return base;
  }
}

const wrong: Partial<Record<keyof RuleValues, string>> = {
  name: 'Give it a name of at most 80 characters.',
  tools: 'Choose at least one.',
  max: 'Write a number.',
  above: 'Write an amount, such as 89.50, or leave it empty.',
  maxChars: 'Write a number, or leave it empty.',
};

/** The rule that the inputs make, or what is wrong with them, by input. */
export function parseRule(values: RuleValues): { rule: PolicyRule } | { errors: Partial<Record<keyof RuleValues, string>> } {
  const parsed = PolicyRule.safeParse(toRuleInput(values));
  if (parsed.success) return { rule: parsed.data };
  const errors: Partial<Record<keyof RuleValues, string>> = {};
  for (const { path, message } of parsed.error.issues) {
    const [first, second] = path[0] === 'on' ? [path[1]] : path;
    const field = first === 'aboveCents' ? 'above' : typeof first === 'string' && first in noRule ? (first as keyof RuleValues) : 'name';
    // An item of a list says itself what is wrong with it.
    errors[field] ??= second === undefined ? (wrong[field] ?? message) : message;
  }
  return { errors };
}
