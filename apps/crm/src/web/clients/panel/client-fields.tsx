import { Textarea, TextInput } from '@mantine/core';
import type { UseFormReturn } from 'react-hook-form';
import type { CreateClient } from '../../../shared/client.ts';
import { AgentMark } from './agent-mark.tsx';
import classes from './client-panel.module.css';
import { type ClientField, type ClientValues, clientFields } from './client-values.ts';

interface ClientFieldsProps {
  form: UseFormReturn<ClientValues, unknown, CreateClient>;
  /** The fields whose value came from the copilot and was not changed since. */
  agentFilled: ReadonlySet<string>;
}

/** The inputs of a client. What the copilot filled is marked until the user changes it. */
export function ClientFields({ form, agentFilled }: ClientFieldsProps) {
  const { errors } = form.formState;
  const bind = (name: ClientField) => ({
    label: clientFields[name],
    error: errors[name]?.message,
    errorProps: { role: 'alert' },
    inputWrapperOrder: ['label' as const, 'input' as const, 'description' as const, 'error' as const],
    ...(agentFilled.has(name) ? { description: <AgentMark />, classNames: { input: classes.filled }, 'data-agent-filled': true } : {}),
    ...form.register(name),
  });
  return (
    <>
      <div className={classes.names}>
        <TextInput {...bind('firstName')} withAsterisk required autoComplete="off" />
        <TextInput {...bind('lastName')} autoComplete="off" />
      </div>
      <TextInput {...bind('phone')} type="tel" inputMode="tel" autoComplete="off" placeholder="(555) 219-8841" />
      <TextInput {...bind('email')} type="email" inputMode="email" autoComplete="off" placeholder="name@example.com" />
      <Textarea {...bind('notes')} autosize minRows={3} maxRows={10} placeholder="What the team should know" />
    </>
  );
}
