import { Checkbox, MultiSelect, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { toToolWords } from '../runs/run-words.ts';
import { toolsQuery } from './policy-queries.ts';
import { toWindow, weekdays } from './rule-sentence.ts';
import type { RuleValues } from './rule-values.ts';

export type RuleForm = UseFormReturn<RuleValues>;
type ListName = 'tools' | 'risks' | 'roles' | 'days';
type TextName = 'domains' | 'addresses' | 'phrases' | 'linkDomains';

const riskChoices = [
  { value: 'safe', label: 'Only looks things up' },
  { value: 'cautious', label: 'Changes data' },
  { value: 'destructive', label: 'Overwrites or deletes' },
  { value: 'irreversible', label: 'Cannot be taken back' },
];
const windows = [15, 60, 1_440, 10_080, 43_200];

/** The inputs of a rule, by its form. */
export function RuleFields({ form }: { form: RuleForm }) {
  const kind = form.watch('form');
  const isOfTools = kind === 'forbidden_tools' || kind === 'allowed_tools';
  return (
    <>
      {isOfTools ? <Tools form={form} label="Tools" /> : <Calls form={form} />}
      {kind === 'recipients' && <Recipients form={form} />}
      {kind === 'rate' && <Rate form={form} />}
      {kind === 'approval' && (
        <Line form={form} name="above" label="Only above this amount" description="Empty: whatever the amount." inputMode="decimal" placeholder="100.00" />
      )}
      {kind === 'approver' && <Approver form={form} />}
      {kind === 'quiet_hours' && <Quiet form={form} />}
      {kind === 'content' && <Content form={form} />}
      {(kind === 'recipients' || kind === 'rate' || kind === 'quiet_hours') && (
        <NativeSelect
          label="Otherwise"
          data={[
            { value: 'deny', label: 'Refuse' },
            { value: 'ask', label: 'Ask a person' },
          ]}
          {...form.register('verdict')}
        />
      )}
    </>
  );
}

function Calls({ form }: { form: RuleForm }) {
  return (
    <>
      <Tools form={form} label="Only these tools" description="Empty: whatever the tool." />
      <Choices form={form} name="risks" label="Only what" data={riskChoices} description="Empty: whatever it does." />
      <NativeSelect
        label="Where it goes"
        data={[
          { value: '', label: 'Anywhere' },
          { value: 'outward', label: 'Only what goes outward' },
          { value: 'internal', label: 'Only what stays inside' },
        ]}
        {...form.register('reach')}
      />
    </>
  );
}

function Tools({ form, label, description }: { form: RuleForm; label: string; description?: string }) {
  const { data } = useQuery(toolsQuery);
  const known = data?.tools.map(({ name }) => name) ?? [];
  // One that is no more can be taken out.
  const names = [...new Set([...known, ...form.getValues('tools')])];
  return <Choices form={form} name="tools" label={label} description={description} data={names.map((name) => ({ value: name, label: toToolWords(name) }))} />;
}

function Recipients({ form }: { form: RuleForm }) {
  return (
    <>
      <Checkbox label="Whoever is on file" {...form.register('mayBeOnFile')} />
      <Lines form={form} name="domains" label="Domains" description="One a line, such as shop.example; those below it are meant too." />
      <Lines form={form} name="addresses" label="Addresses and numbers" description="One a line, exactly as they are written to." />
    </>
  );
}

function Rate({ form }: { form: RuleForm }) {
  const unit = form.watch('unit');
  const minutes = Number(form.getValues('minutes'));
  const data = [...new Set([...windows, ...(minutes > 0 ? [minutes] : [])])].toSorted((one, other) => one - other);
  return (
    <>
      <Line form={form} name="max" label="At most" inputMode={unit === 'cents' ? 'decimal' : 'numeric'} />
      <NativeSelect
        label="Counted in"
        data={[
          { value: 'records', label: 'Records' },
          { value: 'calls', label: 'Calls' },
          { value: 'cents', label: 'Money' },
        ]}
        {...form.register('unit')}
      />
      <NativeSelect label="Within" data={data.map((value) => ({ value: String(value), label: toWindow(value) }))} {...form.register('minutes')} />
    </>
  );
}

function Approver({ form }: { form: RuleForm }) {
  const roles = ['owner', 'manager', 'technician'].map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));
  return (
    <>
      <Choices form={form} name="roles" label="Only these roles approve" description="Empty: whoever has the permission." data={roles} />
      <Checkbox label="Nobody approves what is done for themselves" {...form.register('excludesRequester')} />
    </>
  );
}

function Quiet({ form }: { form: RuleForm }) {
  return (
    <>
      <Line form={form} name="from" label="From" type="time" />
      <Line form={form} name="until" label="Until" type="time" description="Earlier than “From”: the next morning." />
      <Choices form={form} name="days" label="And all day on" data={weekdays.map((label, index) => ({ value: String(index), label }))} />
    </>
  );
}

function Content({ form }: { form: RuleForm }) {
  return (
    <>
      <Lines form={form} name="phrases" label="Never say" description="One word or phrase a line, however it is spelt." />
      <NativeSelect
        label="Links"
        data={[
          { value: 'any', label: 'Anywhere' },
          { value: 'listed', label: 'Only to the domains below' },
        ]}
        {...form.register('links')}
      />
      {form.watch('links') === 'listed' && <Lines form={form} name="linkDomains" label="Domains of links" description="One a line. Empty: no links at all." />}
      <Line form={form} name="maxChars" label="Characters at most" inputMode="numeric" description="Empty: of any length." />
    </>
  );
}

interface LineProps {
  form: RuleForm;
  name: 'max' | 'above' | 'from' | 'until' | 'maxChars';
  label: string;
  description?: string;
  placeholder?: string;
  type?: 'time';
  inputMode?: 'decimal' | 'numeric';
}

function Line({ form, name, ...props }: LineProps) {
  return <TextInput {...props} autoComplete="off" {...form.register(name)} error={form.formState.errors[name]?.message} errorProps={{ role: 'alert' }} />;
}

function Lines({ form, name, label, description }: { form: RuleForm; name: TextName; label: string; description: string }) {
  const error = form.formState.errors[name]?.message;
  return (
    <Textarea label={label} description={description} autosize minRows={2} maxRows={8} {...form.register(name)} error={error} errorProps={{ role: 'alert' }} />
  );
}

interface ChoicesProps {
  form: RuleForm;
  name: ListName;
  label: string;
  description?: string | undefined;
  data: { value: string; label: string }[];
}

function Choices({ form, name, label, description, data }: ChoicesProps) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field, fieldState }) => (
        <MultiSelect
          label={label}
          description={description}
          data={data}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          ref={field.ref}
          searchable
          openOnFocus={false}
          clearable
          clearButtonProps={{ 'aria-label': `Clear ${label}` }}
          placeholder={field.value.length === 0 ? 'Choose' : ''}
          error={fieldState.error?.message}
          errorProps={{ role: 'alert' }}
        />
      )}
    />
  );
}
