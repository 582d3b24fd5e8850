import type { RuleOf } from '@countersign/core';
import { evaluatePolicies, type PolicySet, type PolicySubject, type PolicyVerdict } from '@countersign/core/internal';

/** What rate rules had counted at a moment of the past. */
export interface PastCount {
  used(rule: RuleOf<'rate'>, now: Date): number;
  take(rule: RuleOf<'rate'>, amount: number, now: Date): void;
}

/** Counts over a sliding window, for calls that come in the order of their times. */
export function createPastCount(): PastCount {
  const windows = new Map<string, { entries: { at: number; amount: number }[]; sum: number }>();
  const windowOf = (rule: RuleOf<'rate'>, now: Date) => {
    const window = windows.get(rule.name) ?? { entries: [], sum: 0 };
    windows.set(rule.name, window);
    while (window.entries[0] && window.entries[0].at <= now.getTime() - rule.minutes * 60_000) window.sum -= window.entries.shift()?.amount ?? 0;
    return window;
  };
  return {
    used: (rule, now) => windowOf(rule, now).sum,
    take(rule, amount, now) {
      const window = windowOf(rule, now);
      window.entries.push({ at: now.getTime(), amount });
      window.sum += amount;
    },
  };
}

/** Judges a call of the past by rules it was not made under. What they would have let happen counts towards what came after. */
export function judgePast(rules: PolicySet, subject: Omit<PolicySubject, 'used'>, count: PastCount): PolicyVerdict {
  const verdict = evaluatePolicies(rules, { ...subject, used: (rule) => count.used(rule, subject.now) });
  if (verdict.verdict !== 'deny') for (const { rule, amount } of verdict.takes) count.take(rule, amount, subject.now);
  return verdict;
}
