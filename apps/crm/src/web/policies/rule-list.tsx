import type { PolicyRule } from '@countersign/core';
import { ActionIcon, EmptyState } from '@mantine/core';
import { IconGavel, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMe } from '../auth/me-query.ts';
import list from '../list/list.module.css';
import classes from './policies.module.css';
import { toRuleSentence } from './rule-sentence.ts';

interface RuleListProps {
  rules: readonly PolicyRule[];
  /** What is said where there are none. */
  empty: string;
  /** Left out for those who only read. */
  onChange?: (rule: PolicyRule) => void;
  onRemove?: (rule: PolicyRule) => void;
}

/** The rules, each by its name and in a sentence. */
export function RuleList({ rules, empty, onChange, onRemove }: RuleListProps) {
  const { currency } = useMe().shop;
  if (rules.length === 0) return <EmptyState py="xl" icon={<IconGavel stroke={1.5} aria-hidden />} title="No rules yet" description={empty} />;
  return (
    <div className={list.frame}>
      <ul className={classes.rules} aria-label="Rules">
        {rules.map((rule) => (
          <li key={rule.name} className={classes.rule}>
            <div className={classes.ruleText}>
              <strong>{rule.name}</strong>
              <p>{toRuleSentence(rule, currency)}</p>
            </div>
            {onChange && (
              <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Change ${rule.name}`} onClick={() => onChange(rule)}>
                <IconPencil size={18} aria-hidden />
              </ActionIcon>
            )}
            {onRemove && (
              <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Remove ${rule.name}`} onClick={() => onRemove(rule)}>
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
