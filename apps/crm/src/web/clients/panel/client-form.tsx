import { useAgentForm } from '@countersign/react';
import { Alert, Button, Kbd, Text, VisuallyHidden } from '@mantine/core';
import { getHotkeyHandler, useMediaQuery, useOs } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { type ClientView, CreateClient } from '../../../shared/client.ts';
import { formatPhone } from '../../../shared/phone.ts';
import { ClientFields } from './client-fields.tsx';
import classes from './client-panel.module.css';
import { clientFieldNames, clientFields } from './client-values.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { type OpenPanel, useClientPanel } from './panel-state.tsx';
import { useClientForm } from './use-client-form.ts';

/** As they read within a sentence. */
const spokenLabels = Object.fromEntries(clientFieldNames.map((name) => [name, clientFields[name].toLowerCase()]));

/** Would the schema take this value? The copilot's values are asked the same as the user's. */
function isValidField(name: string, value: unknown): boolean {
  const field = clientFieldNames.find((known) => known === name);
  return field !== undefined && CreateClient.shape[field].safeParse(value).success;
}

/** The one form of a client, for people and for the copilot alike. */
export function ClientForm({ panel, saved }: { panel: OpenPanel; saved: ClientView | undefined }) {
  const { dismiss, finish, register } = useClientPanel();
  const { form, conflict, take, takeAll, save } = useClientForm(saved, panel.start);
  const [isTaken, setTaken] = useState(false);
  const agent = useAgentForm(form, {
    fields: clientFieldNames,
    labels: spokenLabels,
    isValid: isValidField,
    format: (name, value) => (name === 'phone' && typeof value === 'string' ? formatPhone(value) : value),
    ...(panel.agentKey ? { panelKey: panel.agentKey } : {}),
    // Further commands about the client on file go into this form. A further new client is somebody else: a form that one
    // command has filled is closed to the next, or two people would be mixed.
    ...(saved ? { panel: 'client', recordId: saved.id } : { isReady: !isTaken }),
  });
  const { isDirty, dirtyFields, isSubmitting, errors } = form.formState;
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const hasUserEdits = clientFieldNames.some((name) => dirtyFields[name] && !agent.agentFilled.has(name));

  const isDirtyNow = useEffectEvent(() => isDirty);
  const hasUserEditsNow = useEffectEvent(() => hasUserEdits);
  const closeNow = useEffectEvent((reason: 'saved' | 'dismissed') => agent.close(reason));
  useEffect(() => {
    register({ isDirty: () => isDirtyNow(), hasUserEdits: () => hasUserEditsNow(), close: (reason) => closeNow(reason) });
    return () => register(null);
  }, [register]);

  const isFilled = Object.keys(agent.panelHeader).length > 0;
  useEffect(() => setTaken(isFilled), [isFilled]);

  const focusFirst = useEffectEvent(() => {
    // On phones the heading has the focus, so that the keyboard does not cover the form at once.
    if (panel.openedBy === 'user' && !isPhone) form.setFocus('firstName');
  });
  useEffect(() => focusFirst(), []);

  const submit = form.handleSubmit(async (parsed) => {
    if (!(await save(parsed, agent.panelHeader))) return;
    agent.close('saved');
    finish();
  });
  const modifier = useOs() === 'macos' ? '⌘' : 'Ctrl';
  return (
    <form
      className={classes.form}
      noValidate
      aria-label="Client"
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
        {conflict && <ConflictNotice conflict={conflict} onTake={take} onTakeAll={takeAll} />}
        <ClientFields form={form} agentFilled={agent.agentFilled} />
      </div>
      <div className={classes.foot}>
        <Text size="xs" c="dimmed" className={classes.hint}>
          <Kbd size="xs">{modifier}</Kbd> + <Kbd size="xs">Enter</Kbd> saves
        </Text>
        <Button variant="default" onClick={() => void dismiss()} disabled={isSubmitting}>
          Cancel
        </Button>
        <Button type="submit" loading={isSubmitting}>
          {saved ? 'Save changes' : 'Save client'}
        </Button>
      </div>
    </form>
  );
}
