import { Alert, Button, Group, Text } from '@mantine/core';
import { IconVersions } from '@tabler/icons-react';
import type { FieldValues, Path } from 'react-hook-form';
import classes from './panel.module.css';

/** Somebody else saved the record while the form was open. */
export interface Conflict<Values extends FieldValues> {
  theirs: Values;
  disputed: readonly Path<Values>[];
  adopted: readonly Path<Values>[];
}

interface ConflictNoticeProps<Values extends FieldValues> {
  noun: string;
  labels: Readonly<Record<string, string>>;
  conflict: Conflict<Values>;
  toText: (field: string, value: unknown) => string;
  onTake: (field: Path<Values>) => void;
  onTakeAll: () => void;
}

/** Shows the other version beside the user's own edits, which stay in the form until the user decides. */
export function ConflictNotice<Values extends FieldValues>({ noun, labels, conflict, toText, onTake, onTakeAll }: ConflictNoticeProps<Values>) {
  const label = (name: string) => labels[name] ?? name;
  const adopted = conflict.adopted.map((name) => label(name).toLowerCase()).join(', ');
  return (
    <Alert variant="default" role="alert" icon={<IconVersions aria-hidden />} title={`Somebody else changed this ${noun}`} className={classes.conflict}>
      <Text size="sm">
        Your edits are still in the form.{adopted && ` Taken over from the other version: ${adopted}.`}
        {conflict.disputed.length > 0 && ' These fields were saved differently meanwhile:'}
      </Text>
      <div className={classes.versions}>
        {conflict.disputed.map((name) => (
          <div key={name} className={classes.version}>
            <Text size="sm">
              <strong>{label(name)}:</strong> {toText(name, conflict.theirs[name]) || '(empty)'}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => onTake(name)}>
              Use this {label(name).toLowerCase()}
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
