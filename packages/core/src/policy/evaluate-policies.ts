import { hasMeaning, listArguments } from '../contract/list-arguments.ts';
import type { AnyTool, Impact } from '../contract/tool-contract.ts';
import type { Principal } from '../principal.ts';
import { judgeContent } from './judge-content.ts';
import { judgeRecipients } from './judge-recipients.ts';
import type { CallMatch, PolicyRule, PolicyRules, RuleOf } from './policy-rule.ts';
import { isQuiet } from './quiet-hours.ts';

/** What policies judge: the call, who it is for, what it would touch, and when. */
export interface PolicySubject {
  tool: Pick<AnyTool, 'name' | 'risk' | 'effect' | 'reach' | 'input'>;
  principal: Principal;
  /** As it was proposed. */
  raw: unknown;
  /** As the contract's schema made it; also judged, since a schema may decode. @default raw */
  input?: unknown;
  impact?: Impact | undefined;
  now: Date;
  /** What the counter of a rate rule holds already. */
  used: (rule: RuleOf<'rate'>) => number;
}

/** Who may approve beside those with the permission: every list of roles has to be met. */
export interface Approvers {
  roles: string[][];
  excludesRequester: boolean;
}

export const anyApprover: Approvers = { roles: [], excludesRequester: false };

/** What a call adds to the counter of a rate rule when it is made. */
export interface PolicyTake {
  rule: RuleOf<'rate'>;
  amount: number;
}

/** The verdict and the name of the rule that gave it; stored with the call, so that "why was this allowed?" has an answer. */
export interface PolicyVerdict {
  verdict: 'allow' | 'ask' | 'deny';
  rule: string;
  /** Why, in the middle of a sentence; for `ask` and `deny`. */
  because?: string;
  /** A text refused it: its proposer may put it right once. */
  isContent?: boolean;
  /** Names of all rules that ask. */
  asking: string[];
  approvers: Approvers;
  takes: PolicyTake[];
}

/** The rules of a tenant as they were read: `unreadable` stands for rules that this version does not understand. */
export type PolicySet = PolicyRules | 'unreadable';

/**
 * Judges a call. Pure. Of all rules that match, one that denies goes before one that asks; a rule that breaks, or that is of
 * an unknown form, denies.
 *
 * @example evaluatePolicies([], subject) // → { verdict: 'allow', rule: 'default_allow', … }
 */
export function evaluatePolicies(rules: PolicySet, subject: PolicySubject): PolicyVerdict {
  const base = { asking: [], approvers: anyApprover, takes: [] };
  if (rules === 'unreadable') return { ...base, verdict: 'deny', rule: 'unreadable_policies', because: 'the rules cannot be read' };
  if (rules.length === 0) return { ...base, verdict: 'allow', rule: 'default_allow' };
  const findings = rules.map((rule) => ({ rule, finding: judgeSafely(rule, subject) }));
  const denying = findings.find(({ finding }) => finding?.verdict === 'deny');
  const asking = findings.filter(({ finding }) => finding?.verdict === 'ask');
  const found = {
    asking: asking.map(({ rule }) => rule.name),
    approvers: toApprovers(rules, subject),
    takes: findTakes(rules, subject),
  };
  const first = denying ?? asking[0];
  if (!first?.finding) return { ...found, verdict: 'allow', rule: 'default_allow' };
  const verdict = { ...found, verdict: first.finding.verdict, rule: first.rule.name, because: first.finding.because };
  return first.rule.form === 'content' ? { ...verdict, isContent: true } : verdict;
}

/** The rate rules that a call counts towards: their counters are read before it is judged. */
export function findTakes(rules: PolicySet, subject: Pick<PolicySubject, 'tool' | 'impact'>): PolicyTake[] {
  if (rules === 'unreadable') return [];
  return rules.flatMap((rule) => {
    if (rule.form !== 'rate' || !isMatch(rule.on, subject.tool)) return [];
    const amount = toAmount(rule, subject.impact);
    return amount === 0 ? [] : [{ rule, amount }];
  });
}

/** Does a rule speak of this tool? */
export function isMatch(match: CallMatch, tool: PolicySubject['tool']): boolean {
  const { tools, risks, effects, reach } = match;
  return (
    (!tools || tools.includes(tool.name)) &&
    (!risks || risks.includes(tool.risk)) &&
    (!effects || effects.includes(tool.effect)) &&
    (reach === undefined || reach === tool.reach)
  );
}

interface Finding {
  verdict: 'ask' | 'deny';
  because: string;
}

function judgeSafely(rule: PolicyRule, subject: PolicySubject): Finding | undefined {
  try {
    return judge(rule, subject);
  } catch {
    return { verdict: 'deny', because: 'the rule cannot be judged here' };
  }
}

function judge(rule: PolicyRule, subject: PolicySubject): Finding | undefined {
  const { tool, impact } = subject;
  switch (rule.form) {
    case 'forbidden_tools':
      return rule.tools.includes(tool.name) ? { verdict: 'deny', because: 'this tool is not to be used' } : undefined;
    case 'allowed_tools':
      return rule.tools.includes(tool.name) ? undefined : { verdict: 'deny', because: 'this tool is not among those allowed' };
    case 'approver':
      return undefined;
    case 'rate':
      return isMatch(rule.on, tool) ? judgeRate(rule, subject) : undefined;
    case 'approval':
      return isMatch(rule.on, tool) ? judgeApproval(rule, subject) : undefined;
    case 'recipients': {
      const because = isMatch(rule.on, tool) ? judgeRecipients(rule, impact) : undefined;
      return because === undefined ? undefined : { verdict: rule.verdict, because };
    }
    case 'quiet_hours': {
      if (!isMatch(rule.on, tool) || !isQuiet(rule, subject.now, subject.principal.timeZone)) return undefined;
      return { verdict: rule.verdict, because: `it is quiet between ${rule.from} and ${rule.until}${rule.days.length > 0 ? ' and on some days' : ''}` };
    }
    case 'content': {
      const because = isMatch(rule.on, tool) ? judgeContent(rule, findTexts(subject)) : undefined;
      return because === undefined ? undefined : { verdict: 'deny', because };
    }
    default:
      rule satisfies never;
      return { verdict: 'deny', because: 'the rule is of a form that is not known here' };
  }
}

function judgeRate(rule: RuleOf<'rate'>, subject: PolicySubject): Finding | undefined {
  if (rule.unit === 'cents' && hidesAmount(subject)) return { verdict: rule.verdict, because: 'it does not say how much it moves' };
  const amount = toAmount(rule, subject.impact);
  const used = subject.used(rule);
  // Written so that a counter or an impact that is no number does not pass.
  if (used + amount <= rule.max) return undefined;
  const window = rule.minutes % 60 === 0 ? `${rule.minutes / 60} h` : `${rule.minutes} min`;
  return { verdict: rule.verdict, because: `${used} of ${rule.max} ${rule.unit} within ${window} are used, and this takes ${amount} more` };
}

function toAmount(rule: RuleOf<'rate'>, impact: Impact | undefined): number {
  switch (rule.unit) {
    case 'calls':
      return 1;
    case 'records':
      return impact?.records ?? 1;
    case 'cents':
      return impact?.amountCents ?? 0;
    default:
      return rule.unit satisfies never;
  }
}

function judgeApproval(rule: RuleOf<'approval'>, subject: PolicySubject): Finding | undefined {
  const { aboveCents } = rule;
  if (aboveCents === undefined) return { verdict: 'ask', because: 'such calls are approved by a person' };
  const amountCents = subject.impact?.amountCents;
  if (amountCents !== undefined) return amountCents > aboveCents ? { verdict: 'ask', because: `it moves more than ${aboveCents} cents` } : undefined;
  return hidesAmount(subject) ? { verdict: 'ask', because: 'it does not say how much it moves' } : undefined;
}

/** Nobody worked out how much it moves, but an argument says that there is an amount. */
function hidesAmount({ tool, raw, impact }: PolicySubject): boolean {
  if (impact?.amountCents !== undefined || !hasMeaning(tool.input, 'amount')) return false;
  return listArguments(tool.input, raw).some(({ meaning }) => meaning === 'amount');
}

/** All texts a call carries, as proposed and as parsed, but for what the contract says is a target, an amount or a search. */
function findTexts({ tool, raw, input }: PolicySubject): string[] {
  const isText = (meaning: string | undefined) => meaning === undefined || meaning === 'content';
  const isSame = input === raw || JSON.stringify(input) === JSON.stringify(raw);
  const found = isSame ? listArguments(tool.input, raw) : [...listArguments(tool.input, raw), ...listArguments(tool.input, input)];
  return [...new Set(found.flatMap(({ value, meaning }) => (typeof value === 'string' && isText(meaning) ? [value] : [])))];
}

function toApprovers(rules: PolicyRules, { tool }: PolicySubject): Approvers {
  const matching = rules.filter((rule) => rule.form === 'approver' && isMatch(rule.on, tool)) as RuleOf<'approver'>[];
  if (matching.length === 0) return anyApprover;
  return {
    roles: matching.flatMap((rule) => (rule.roles.length > 0 ? [rule.roles] : [])),
    excludesRequester: matching.some((rule) => rule.excludesRequester),
  };
}
