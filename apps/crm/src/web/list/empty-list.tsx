import { Button, EmptyState } from '@mantine/core';
import { type Icon, IconSearchOff } from '@tabler/icons-react';

interface EmptyListProps {
  /** As it reads within a sentence: "client". */
  noun: string;
  icon: Icon;
  q: string;
  /** What else to search for. */
  hint: string;
  /** What will stand here once there is something. */
  description: string;
  onClear: () => void;
  /** Adds the first; left out for those who may not. */
  onAdd?: (() => void) | undefined;
}

/** Nothing to list: because nothing was found, or because there is nothing yet. */
export function EmptyList({ noun, icon: IconOfKind, q, hint, description, onClear, onAdd }: EmptyListProps) {
  if (q !== '') {
    return (
      <EmptyState py="xl" icon={<IconSearchOff stroke={1.5} aria-hidden />} title={`No ${noun} matches “${q}”`} description={hint}>
        <EmptyState.Actions>
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    );
  }
  return (
    <EmptyState py="xl" icon={<IconOfKind stroke={1.5} aria-hidden />} title={`No ${noun}s yet`} description={description}>
      {onAdd && (
        <EmptyState.Actions>
          <Button onClick={onAdd}>Add the first {noun}</Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
