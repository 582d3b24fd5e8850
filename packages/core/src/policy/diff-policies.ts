import type { PolicyRule, PolicyRules } from './policy-rule.ts';

/** What a change of the rules changes, by their names. */
export interface PolicyDiff {
  added: PolicyRule[];
  removed: PolicyRule[];
  changed: { before: PolicyRule; after: PolicyRule }[];
}

/** Compares two sets of rules. A rule is the same rule while it keeps its name. */
export function diffPolicies(before: PolicyRules, after: PolicyRules): PolicyDiff {
  const earlier = new Map(before.map((rule) => [rule.name, rule]));
  const names = new Set(after.map((rule) => rule.name));
  return {
    added: after.filter((rule) => !earlier.has(rule.name)),
    removed: before.filter((rule) => !names.has(rule.name)),
    changed: after.flatMap((rule) => {
      const old = earlier.get(rule.name);
      return old && toText(old) !== toText(rule) ? [{ before: old, after: rule }] : [];
    }),
  };
}

/** Keys in order: parsing gives them the schema's own, but a stored rule may be from before a field was added. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
