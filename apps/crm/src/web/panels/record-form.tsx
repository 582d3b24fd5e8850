import { useAgentForm } from '@countersign/react';
import { Alert, Button, Kbd, Text, VisuallyHidden } from '@mantine/core';
import { getHotkeyHandler, useMediaQuery, useOs } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { FieldValues } from 'react-hook-form';
import { ConflictNotice } from './conflict-notice.tsx';
import classes from './panel.module.css';
import { type OpenPanel, usePanel } from './panel-state.tsx';
import { fieldNames, type Parsed, type RecordFormApi, type RecordSpec, type RecordView } from './record-spec.ts';
import { useRecordForm } from './use-record-form.ts';

export interface RecordFieldsProps<Values extends FieldValues> {
  form: RecordFormApi<Values>;
  /** The fields whose value came from the copilot and was not changed since. */
  agentFilled: ReadonlySet<string>;
}

export interface RecordFormProps<View extends RecordView, Values extends FieldValues> {
  panel: OpenPanel;
  /** The record on file; undefined for a new one. */
  saved: View | undefined;
  spec: RecordSpec<View, Values>;
  children: (fields: RecordFieldsProps<Values>) => ReactNode;
}

/** The one form of a record, for people and for the copilot alike. */
export function RecordForm<View extends RecordView, Values extends FieldValues>({ spec, panel, saved, children }: RecordFormProps<View, Values>) {
  const { noun, labels } = spec.kind;
  const { dismiss, finish, register } = usePanel();
  const { form, conflict, take, takeAll, save } = useRecordForm(spec, { saved, given: panel.target.given, start: panel.start });
  const [isTaken, setTaken] = useState(false);
  const names = fieldNames<Values>(spec).filter((name) => !saved || !spec.fixed?.includes(name));
  const agent = useAgentForm(form as unknown as Parameters<typeof useAgentForm<Values>>[0], {
    fields: names,
    labels: toSpoken(labels) as Partial<Record<(typeof names)[number], string>>,
    isValid: spec.isValid,
    ...(spec.format && { format: spec.format }),
    ...(panel.agentKey ? { panelKey: panel.agentKey } : {}),
    // Further commands about the record on file go into this form. A further new one is another: a form that one command
    // has filled is closed to the next, or two records would be mixed.
    ...(saved ? { panel: spec.panel, recordId: saved.id } : { isReady: !isTaken }),
  });
  const { isDirty, dirtyFields, isSubmitting, errors } = form.formState;
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const hasUserEdits = names.some((name) => Boolean((dirtyFields as Parsed)[name]) && !agent.agentFilled.has(name));

  const isDirtyNow = useEffectEvent(() => isDirty);
  const hasUserEditsNow = useEffectEvent(() => hasUserEdits);
  const closeNow = useEffectEvent((reason: 'saved' | 'dismissed') => agent.close(reason));
  useEffect(() => {
    register({ isDirty: () => isDirtyNow(), hasUserEdits: () => hasUserEditsNow(), close: (reason) => closeNow(reason) });
    return () => register(null);
  }, [register]);

  const isFilled = Object.keys(agent.panelHeader).length > 0;
  useEffect(() => setTaken(isFilled), [isFilled]);

  const element = useRef<HTMLFormElement>(null);
  const focusFirst = useEffectEvent(() => {
    // On phones the heading has the focus, so that the keyboard does not cover the form at once.
    if (panel.openedBy === 'user' && !isPhone)
      element.current?.querySelector<HTMLElement>('input:not([type="hidden"]):not([disabled]):not([readonly])')?.focus();
  });
  useEffect(() => focusFirst(), []);

  const submit = form.handleSubmit(async (parsed) => {
    if (!(await save(parsed, agent.panelHeader))) return;
    agent.close('saved');
    finish();
  });
  const toText = (field: string, value: unknown) => spec.toText?.(field, value) || String(value ?? '');
  return (
    <form
      ref={element}
      className={classes.form}
      noValidate
      aria-label={toName(noun)}
      onSubmit={(event) => void submit(event)}
      onKeyDown={getHotkeyHandler([['mod+Enter', () => void submit()]])}
      {...agent.bind}
    >
      <div className={classes.fields}>
        <VisuallyHidden role="status" aria-live="polite">
          {agent.announcement}
        </VisuallyHidden>
        {errors.root && (
          <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title="Not saved">
            {errors.root.message}
          </Alert>
        )}
        {conflict && <ConflictNotice noun={noun} labels={labels} conflict={conflict} toText={toText} onTake={take} onTakeAll={takeAll} />}
        {children({ form, agentFilled: agent.agentFilled })}
      </div>
      <Foot noun={noun} isNew={!saved} isSubmitting={isSubmitting} onCancel={() => void dismiss()} />
    </form>
  );
}

const toName = (noun: string) => `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
/** As they read within a sentence. */
const toSpoken = (labels: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, label.toLowerCase()]));

function Foot({ noun, isNew, isSubmitting, onCancel }: { noun: string; isNew: boolean; isSubmitting: boolean; onCancel: () => void }) {
  const modifier = useOs() === 'macos' ? '⌘' : 'Ctrl';
  return (
    <div className={classes.foot}>
      <Text size="xs" c="dimmed" className={classes.hint}>
        <Kbd size="xs">{modifier}</Kbd> + <Kbd size="xs">Enter</Kbd> saves
      </Text>
      <Button variant="default" onClick={onCancel} disabled={isSubmitting}>
        Cancel
      </Button>
      <Button type="submit" loading={isSubmitting}>
        {isNew ? `Save ${noun}` : 'Save changes'}
      </Button>
    </div>
  );
}
