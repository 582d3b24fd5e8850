import { Button, EmptyState } from '@mantine/core';
import { IconSearchOff, IconUsers } from '@tabler/icons-react';
import { useCan } from '../auth/me-query.ts';
import { useClientPanel } from './panel/panel-state.tsx';

/** Nothing to list: because nothing was found, or because there is nothing yet. */
export function EmptyClients({ q, onClear }: { q: string; onClear: () => void }) {
  const canWrite = useCan('clients:write');
  const panel = useClientPanel();
  if (q !== '') {
    return (
      <EmptyState
        py="xl"
        icon={<IconSearchOff stroke={1.5} aria-hidden />}
        title={`No client matches “${q}”`}
        description="Try a part of the name, the phone number or the email address."
      >
        <EmptyState.Actions>
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      py="xl"
      icon={<IconUsers stroke={1.5} aria-hidden />}
      title="No clients yet"
      description="The people whose cars you take care of will be listed here."
    >
      {canWrite && (
        <EmptyState.Actions>
          <Button onClick={() => void panel.open({ mode: 'create' }, { by: 'user' })}>Add the first client</Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
