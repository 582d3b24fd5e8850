import { Textarea, TextInput } from '@mantine/core';
import { clientFields } from '../../kinds/client-panel.ts';
import { toFieldProps } from '../../panels/field-props.tsx';
import panel from '../../panels/panel.module.css';
import type { RecordFieldsProps } from '../../panels/record-form.tsx';
import type { ClientField, ClientValues } from './client-values.ts';

/** The inputs of a client. */
export function ClientFields(props: RecordFieldsProps<ClientValues>) {
  const bind = (name: ClientField) => ({ ...toFieldProps(props, name, clientFields), ...props.form.register(name) });
  return (
    <>
      <div className={panel.pair}>
        <TextInput {...bind('firstName')} withAsterisk required autoComplete="off" />
        <TextInput {...bind('lastName')} autoComplete="off" />
      </div>
      <TextInput {...bind('phone')} type="tel" inputMode="tel" autoComplete="off" placeholder="(555) 219-8841" />
      <TextInput {...bind('email')} type="email" inputMode="email" autoComplete="off" placeholder="name@example.com" />
      <Textarea {...bind('notes')} autosize minRows={3} maxRows={10} placeholder="What the team should know" />
    </>
  );
}
