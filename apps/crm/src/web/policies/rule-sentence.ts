import type { CallMatch, PolicyRule, RuleOf } from '@countersign/core';
import { formatMoney } from '../../shared/money.ts';

/** What a rule means, in a sentence for people. @param currency ISO 4217 */
export function toRuleSentence(rule: PolicyRule, currency: string): string {
  switch (rule.form) {
    case 'forbidden_tools':
      return `Never used: ${toToolList(rule.tools, 'and')}.`;
    case 'allowed_tools':
      return `Nothing is used but ${toToolList(rule.tools, 'and')}.`;
    case 'recipients':
      return `${toSubject(rule.on)} may reach only ${toRecipients(rule)}; for others ${toVerdict(rule.verdict)}.`;
    case 'rate':
      return `${toSubject(rule.on)}: at most ${toAmount(rule, currency)} within ${toWindow(rule.minutes)}; beyond that ${toVerdict(rule.verdict)}.`;
    case 'approval': {
      const limit = rule.aboveCents === undefined ? '' : ` when more than ${formatMoney(rule.aboveCents, currency)} moves, or nobody says how much`;
      return `${toSubject(rule.on)}: a person is asked${limit}.`;
    }
    case 'approver':
      return `${toSubject(rule.on)}: ${toApprovers(rule)}.`;
    case 'quiet_hours': {
      const days = rule.days.length > 0 ? `, and all day on ${toList(toDays(rule.days), 'and')}` : '';
      return `${toSubject(rule.on)} rest from ${rule.from} to ${rule.until}${days}; then ${toVerdict(rule.verdict)}.`;
    }
    case 'content':
      return `What ${toMatch(rule.on)} say: ${toContent(rule)}.`;
    default:
      return rule satisfies never;
  }
}

const riskWords = {
  safe: 'only look things up',
  cautious: 'change data',
  destructive: 'overwrite or delete',
  irreversible: 'cannot be taken back',
} as const;
const effectWords = { none: 'have no effect', database: 'change records', external: 'act outside the records' } as const;
const reachWords = { internal: 'stay inside the shop', outward: 'go outward' } as const;

/** Which calls a rule is about. @example toMatch({ reach: 'outward' }) // 'calls that go outward' */
function toMatch({ tools, risks, effects, reach }: CallMatch): string {
  const kinds = [
    risks
      ? toList(
          risks.map((risk) => riskWords[risk]),
          'or',
        )
      : '',
    effects
      ? toList(
          effects.map((effect) => effectWords[effect]),
          'or',
        )
      : '',
    reach ? reachWords[reach] : '',
  ].filter((words) => words !== '');
  const calls = tools ? `calls of ${toToolList(tools, 'and')}` : kinds.length > 0 ? 'calls' : 'all calls';
  return kinds.length > 0 ? `${calls} that ${kinds.join(' and ')}` : calls;
}

const toSubject = (on: CallMatch) => toUpper(toMatch(on));
const toVerdict = (verdict: 'ask' | 'deny') => (verdict === 'ask' ? 'a person is asked' : 'they are refused');

function toRecipients({ domains, addresses, mayBeOnFile }: RuleOf<'recipients'>): string {
  const parts = [...domains.map((domain) => `anybody at ${domain}`), ...addresses, ...(mayBeOnFile ? ['whoever is on file'] : [])];
  return parts.length === 0 ? 'nobody' : toList(parts, 'and');
}

function toAmount({ unit, max }: RuleOf<'rate'>, currency: string): string {
  if (unit === 'cents') return formatMoney(max, currency);
  const noun = unit === 'calls' ? 'call' : 'record';
  return `${max.toLocaleString('en-US')} ${max === 1 ? noun : `${noun}s`}`;
}

/** @example toWindow(90) // '90 minutes' */
export function toWindow(minutes: number): string {
  const [noun, size] = minutes % 1_440 === 0 ? ['day', 1_440] : minutes % 60 === 0 ? ['hour', 60] : ['minute', 1];
  const count = minutes / size;
  return count === 1 ? `${noun === 'hour' ? 'an' : 'a'} ${noun}` : `${count} ${noun}s`;
}

function toApprovers({ roles, excludesRequester }: RuleOf<'approver'>): string {
  const who = roles.length > 0 ? `only ${toList(roles, 'or')} may approve` : '';
  const notOwn = excludesRequester ? 'nobody approves what is done for themselves' : '';
  return [who, notOwn].filter((part) => part !== '').join(', and ') || 'whoever has the permission may approve';
}

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const toDays = (days: readonly number[]) => days.toSorted((one, other) => one - other).map((day) => weekdays[day] ?? String(day));

function toContent({ phrases, linkDomains, maxChars }: RuleOf<'content'>): string {
  const parts = [
    phrases.length > 0
      ? `never ${toList(
          phrases.map((phrase) => `“${phrase}”`),
          'or',
        )}`
      : '',
    linkDomains ? (linkDomains.length === 0 ? 'no links' : `links only to ${toList(linkDomains, 'and')}`) : '',
    maxChars === undefined ? '' : `at most ${maxChars.toLocaleString('en-US')} characters`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'anything' : parts.join('; ');
}

const toToolList = (tools: readonly string[], word: string) =>
  toList(
    tools.map((tool) => tool.replaceAll('_', ' ')),
    word,
  );

const toUpper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function toList(items: readonly string[], word: string): string {
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}` : (items[0] ?? '');
}
