import { Alert, Button, Group, Text } from '@mantine/core';
import { IconVersions } from '@tabler/icons-react';
import type { ClientView } from '../../../shared/client.ts';
import classes from './client-panel.module.css';
import { type ClientField, clientFields, toValues } from './client-values.ts';
import type { MergedVersions } from './merge-versions.ts';

/** Somebody else saved the client while the form was open. */
export interface Conflict extends Pick<MergedVersions, 'disputed' | 'adopted'> {
  theirs: ClientView;
}

interface ConflictNoticeProps {
  conflict: Conflict;
  onTake: (field: ClientField) => void;
  onTakeAll: () => void;
}

/** Shows the other version beside the user's own edits, which stay in the form until the user decides. */
export function ConflictNotice({ conflict, onTake, onTakeAll }: ConflictNoticeProps) {
  const values = toValues(conflict.theirs);
  const adopted = conflict.adopted.map((name) => clientFields[name].toLowerCase()).join(', ');
  return (
    <Alert variant="default" role="alert" icon={<IconVersions aria-hidden />} title="Somebody else changed this client" className={classes.conflict}>
      <Text size="sm">
        Your edits are still in the form.{adopted && ` Taken over from the other version: ${adopted}.`}
        {conflict.disputed.length > 0 && ' These fields were saved differently meanwhile:'}
      </Text>
      <div className={classes.versions}>
        {conflict.disputed.map((name) => (
          <div key={name} className={classes.version}>
            <Text size="sm">
              <strong>{clientFields[name]}:</strong> {values[name] || '(empty)'}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => onTake(name)}>
              Use this {clientFields[name].toLowerCase()}
            </Button>
          </div>
        ))}
      </div>
      <Group mt="sm" gap="xs">
        <Text size="sm" style={{ flex: 1 }}>
          Save to keep what the form shows now.
        </Text>
        <Button size="compact-sm" variant="default" onClick={onTakeAll}>
          Discard my edits
        </Button>
      </Group>
    </Alert>
  );
}
