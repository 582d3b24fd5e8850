import { diffPolicies, type PolicyRule } from '@countersign/core';
import { useMe } from '../auth/me-query.ts';
import classes from './policies.module.css';
import { toRuleSentence } from './rule-sentence.ts';

interface RuleDiffProps {
  before: readonly PolicyRule[];
  after: readonly PolicyRule[];
}

/** What a change would change, rule by rule, in sentences. */
export function RuleDiff({ before, after }: RuleDiffProps) {
  const { currency } = useMe().shop;
  const { added, removed, changed } = diffPolicies([...before], [...after]);
  const say = (rule: PolicyRule) => toRuleSentence(rule, currency);
  if (added.length + removed.length + changed.length === 0) return <p className={classes.dim}>Only the order differs from the rules in force.</p>;
  return (
    <ul className={classes.diff} aria-label="What changes">
      {added.map((rule) => (
        <li key={rule.name} data-change="added">
          <span className={classes.change}>Added</span>
          <strong>{rule.name}</strong>
          <ins>{say(rule)}</ins>
        </li>
      ))}
      {changed.map(({ before: old, after: rule }) => (
        <li key={rule.name} data-change="changed">
          <span className={classes.change}>Changed</span>
          <strong>{rule.name}</strong>
          <del>{say(old)}</del>
          <ins>{say(rule)}</ins>
        </li>
      ))}
      {removed.map((rule) => (
        <li key={rule.name} data-change="removed">
          <span className={classes.change}>Removed</span>
          <strong>{rule.name}</strong>
          <del>{say(rule)}</del>
        </li>
      ))}
    </ul>
  );
}
