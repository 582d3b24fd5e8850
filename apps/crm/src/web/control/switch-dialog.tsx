import { OWN_TENANT, type SetSwitch } from '@countersign/core';
import { Alert, Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { toSentence } from '../api/api-failure.ts';
import { toolsQuery } from '../policies/policy-queries.ts';
import { toToolWords } from '../runs/run-words.ts';
import classes from './control.module.css';
import { useSetSwitch } from './switch-queries.ts';
import { type SwitchView, toConsequence, toSwitchTitle } from './switch-words.ts';

interface SwitchDialogProps {
  /** What is switched on again; `new` switches something off; null: closed. */
  opened: SwitchView | 'new' | null;
  onClose: () => void;
  /** It is switched; the words say what. */
  onDone: (words: string) => void;
}

type What = Pick<SetSwitch, 'kind' | 'name'>;

/** Asks what, why, and once more: it takes effect at once. */
export function SwitchDialog({ opened, onClose, onDone }: SwitchDialogProps) {
  const title = opened === 'new' ? 'Switch something off' : `Switch on again: ${opened ? toSwitchTitle(opened) : ''}`;
  return (
    <Modal
      opened={opened !== null}
      onClose={onClose}
      title={title}
      padding="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ title: { lineHeight: 1.35 } }}
    >
      {opened === 'new' && <SwitchOff onClose={onClose} onDone={onDone} />}
      {opened !== null && opened !== 'new' && <SwitchOn what={opened} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

type BodyProps = Pick<SwitchDialogProps, 'onClose' | 'onDone'>;

const wholes: readonly What[] = [
  { kind: 'agent', name: 'copilot' },
  { kind: 'tenant', name: OWN_TENANT },
];

const toValue = ({ kind, name }: What) => `${kind}:${name}`;

function SwitchOff(props: BodyProps) {
  const { data } = useQuery(toolsQuery);
  const tools = data?.tools.map(({ name }): What => ({ kind: 'tool', name })) ?? [];
  const all = [...wholes, ...tools];
  const [value, setValue] = useState('agent:copilot');
  const what = all.find((one) => toValue(one) === value) ?? { kind: 'agent', name: 'copilot' };
  return (
    <SwitchForm what={what} isOff {...props}>
      <NativeSelect
        label="What"
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        data={[
          { group: 'All at once', items: wholes.map((one) => ({ value: toValue(one), label: toSwitchTitle(one) })) },
          { group: 'One thing the copilot does', items: tools.map((one) => ({ value: toValue(one), label: toToolWords(one.name) })) },
        ]}
        data-autofocus
      />
    </SwitchForm>
  );
}

function SwitchOn({ what, ...props }: BodyProps & { what: SwitchView }) {
  const { kind, name } = what;
  // Nobody is offered a way to lift what the operator has set.
  if (kind === 'everything') return null;
  return <SwitchForm what={{ kind, name }} isOff={false} {...props} />;
}

interface SwitchFormProps extends BodyProps {
  what: What;
  isOff: boolean;
  children?: React.ReactNode;
}

function SwitchForm({ what, isOff, onClose, onDone, children }: SwitchFormProps) {
  const hintId = useId();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const { mutate, isPending, error } = useSetSwitch(() => onDone(`${toSwitchTitle(what)}: switched ${isOff ? 'off' : 'on again'}.`));
  const isMissing = reason.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing && !isPending) mutate({ ...what, isOff, reason });
  };
  return (
    <form className={classes.form} noValidate onSubmit={submit} aria-label={isOff ? 'Switch off' : 'Switch on again'}>
      {error && (
        <Alert color="red" variant="light" role="alert" title="Not switched">
          {toSentence(error)}
        </Alert>
      )}
      {children}
      <p id={hintId} className={classes.hint}>
        {isOff ? toConsequence(what) : toReturn(what)}
      </p>
      <TextInput
        label="Why"
        description={isOff ? 'Shown to whoever it stops, and kept with your name.' : 'Kept with your name.'}
        value={reason}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isTried && isMissing && 'Write why, in a few words.'}
        errorProps={{ role: 'alert' }}
        {...(!children && { 'data-autofocus': true })}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} disabled={isPending}>
          Cancel
        </Button>
        <Button type="submit" loading={isPending} aria-describedby={hintId} {...(isOff && { color: 'red.9' })}>
          {isOff ? 'Switch off now' : 'Switch on again'}
        </Button>
      </Group>
    </form>
  );
}

function toReturn({ kind }: What): string {
  return kind === 'tool' ? 'The copilot may use it again, as it might before.' : 'It answers again, and work that has paused for this goes on by itself.';
}
