import type { FieldValues, Path } from 'react-hook-form';
import { AgentMark } from './agent-mark.tsx';
import classes from './panel.module.css';
import type { RecordFieldsProps } from './record-form.tsx';

/** What every input of a form has: its label, what is wrong with it, and the mark of the copilot until the user changes it. */
export function toFieldProps<Values extends FieldValues>(
  { form, agentFilled }: RecordFieldsProps<Values>,
  name: Path<Values>,
  labels: Readonly<Record<string, string>>,
) {
  return {
    label: labels[name],
    error: form.getFieldState(name, form.formState).error?.message,
    errorProps: { role: 'alert' },
    inputWrapperOrder: ['label' as const, 'input' as const, 'description' as const, 'error' as const],
    ...(agentFilled.has(name) ? { description: <AgentMark />, classNames: { input: classes.filled }, 'data-agent-filled': true } : {}),
  };
}
