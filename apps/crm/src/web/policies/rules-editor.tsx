import type { PoliciesView, PolicyRule } from '@countersign/core';
import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { toSentence } from '../api/api-failure.ts';
import { busyProps } from '../ui/busy-props.ts';
import { useUnsavedChanges } from '../ui/use-unsaved-changes.ts';
import classes from './policies.module.css';
import { RuleDialog } from './rule-dialog.tsx';
import { RuleDiff } from './rule-diff.tsx';
import { RuleList } from './rule-list.tsx';
import { RuleTrial } from './rule-trial.tsx';
import { useRulesDraft } from './use-rules-draft.ts';

/** Changes the rules: first here, then tried and looked at, then saved all at once. */
export function RulesEditor({ inForce }: { inForce: PoliciesView }) {
  const { base, rules, isChanged, conflict, error, isSaving, setRules, save, discard } = useRulesDraft(inForce);
  useUnsavedChanges(isChanged);
  const [opened, setOpened] = useState<PolicyRule | 'new' | null>(null);
  const top = useRef<HTMLElement>(null);
  // What was pressed is gone; the place is not lost.
  const toTop = () => top.current?.focus();
  const keep = (rule: PolicyRule) => {
    setRules(opened === 'new' ? [...rules, rule] : rules.map((other) => (other === opened ? rule : other)));
    setOpened(null);
  };
  const remove = (rule: PolicyRule) => {
    setRules(rules.filter((other) => other !== rule));
    toTop();
  };
  return (
    <section ref={top} tabIndex={-1} className={classes.editor} aria-label="The rules of the shop">
      <Group justify="flex-end">
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setOpened('new')}>
          Add a rule
        </Button>
      </Group>
      <RuleList
        rules={rules}
        empty="Without rules the copilot asks before what cannot be taken back, and nothing else is limited."
        onChange={setOpened}
        onRemove={remove}
      />
      {isChanged && (
        <section className={classes.review} aria-labelledby="review-title">
          <h2 id="review-title">Not saved yet</h2>
          {conflict !== undefined && (
            <Alert color="orange" variant="light" role="alert" title="Somebody else saved rules meanwhile" icon={<IconAlertTriangle aria-hidden />}>
              Version {conflict} is in force now. Your change is made to those rules: look at what it changes before you save.
            </Alert>
          )}
          <RuleDiff before={base.rules} after={rules} />
          <RuleTrial key={JSON.stringify(rules)} rules={rules} />
          {error && (
            <p className={classes.wrong} role="alert">
              {toSentence(error)}
            </p>
          )}
          <Group justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                discard();
                toTop();
              }}
            >
              Discard
            </Button>
            <Button onClick={() => void save().then((isSaved) => isSaved && toTop())} {...busyProps(isSaving)}>
              Save the rules
            </Button>
          </Group>
        </section>
      )}
      <RuleDialog opened={opened} taken={rules.filter((rule) => rule !== opened).map(({ name }) => name)} onKeep={keep} onClose={() => setOpened(null)} />
    </section>
  );
}
