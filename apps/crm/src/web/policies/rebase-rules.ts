import { diffPolicies, type PolicyRule } from '@countersign/core';

interface Versions {
  /** What the change was made from. */
  base: readonly PolicyRule[];
  /** The change. */
  mine: readonly PolicyRule[];
  /** What somebody else has saved since. */
  theirs: readonly PolicyRule[];
}

/**
 * Makes one's change to the rules that somebody else has saved since. A rule is the same while it keeps its name; where both
 * changed one, mine stands, and the difference that is shown before saving says so.
 */
export function rebaseRules({ base, mine, theirs }: Versions): PolicyRule[] {
  const { added, removed, changed } = diffPolicies([...base], [...mine]);
  const gone = new Set(removed.map(({ name }) => name));
  const put = new Map([...added, ...changed.map(({ after }) => after)].map((rule) => [rule.name, rule]));
  const kept = theirs.filter(({ name }) => !gone.has(name)).map((rule) => put.get(rule.name) ?? rule);
  const names = new Set(kept.map(({ name }) => name));
  return [...kept, ...[...put.values()].filter(({ name }) => !names.has(name))];
}
