import type { PolicyForm, PolicyRule } from '@countersign/core';
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FieldErrors, type ResolverResult, useForm } from 'react-hook-form';
import { useMe } from '../auth/me-query.ts';
import classes from './policies.module.css';
import { RuleFields } from './rule-fields.tsx';
import { toRuleSentence } from './rule-sentence.ts';
import { noRule, parseRule, type RuleValues, toRuleValues } from './rule-values.ts';

interface RuleDialogProps {
  /** What is changed; `new` for one more; null: closed. */
  opened: PolicyRule | 'new' | null;
  /** Names that other rules have. */
  taken: readonly string[];
  onKeep: (rule: PolicyRule) => void;
  onClose: () => void;
}

const forms: Readonly<Record<PolicyForm, string>> = {
  forbidden_tools: 'Never use certain tools',
  allowed_tools: 'Use certain tools only',
  approval: 'Ask a person first',
  approver: 'Who may approve',
  rate: 'So much within a time',
  recipients: 'Whom it may reach',
  quiet_hours: 'Quiet hours',
  content: 'What texts may say',
};

/** The form of one rule. Keeping it puts it among those that are not saved yet. */
export function RuleDialog({ opened, ...props }: RuleDialogProps) {
  return (
    <Modal
      opened={opened !== null}
      onClose={props.onClose}
      title={opened === 'new' ? 'New rule' : 'Change the rule'}
      padding="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <RuleFormBody opened={opened} {...props} />}
    </Modal>
  );
}

function RuleFormBody({ opened, taken, onKeep, onClose }: RuleDialogProps & { opened: PolicyRule | 'new' }) {
  const { currency } = useMe().shop;
  const form = useForm<RuleValues>({
    mode: 'onTouched',
    defaultValues: opened === 'new' ? noRule : toRuleValues(opened),
    resolver: (values) => judge(values, taken),
  });
  const { errors } = form.formState;
  const keep = form.handleSubmit((values) => {
    const made = parseRule(values);
    if ('rule' in made) onKeep(made.rule);
  });
  const parsed = parseRule({ ...form.watch(), name: 'Any' });
  return (
    <form className={classes.form} noValidate aria-label="Rule" onSubmit={(event) => void keep(event)}>
      <NativeSelect
        label="What kind of rule"
        data={Object.entries(forms).map(([value, label]) => ({ value, label }))}
        {...form.register('form', { onChange: () => form.clearErrors() })}
        data-autofocus
      />
      <TextInput
        label="Name"
        description="Shown when the rule refuses or asks."
        autoComplete="off"
        maxLength={80}
        {...form.register('name')}
        error={errors.name?.message}
        errorProps={{ role: 'alert' }}
      />
      <RuleFields form={form} />
      {'rule' in parsed && (
        <p className={classes.preview} role="status">
          {toRuleSentence(parsed.rule, currency)}
        </p>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit">{opened === 'new' ? 'Add the rule' : 'Keep the change'}</Button>
      </Group>
    </form>
  );
}

/** The core's own schema judges; beside it, no two rules have one name. */
function judge(values: RuleValues, taken: readonly string[]): ResolverResult<RuleValues> {
  const parsed = parseRule(values);
  const found = 'errors' in parsed ? parsed.errors : taken.includes(parsed.rule.name) ? { name: 'Another rule has this name.' } : {};
  const entries = Object.entries(found).map(([name, message]) => [name, { type: 'rule', message }] as const);
  return entries.length === 0 ? { values, errors: {} } : { values: {}, errors: Object.fromEntries(entries) as FieldErrors<RuleValues> };
}
