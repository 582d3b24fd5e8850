import { usePanelCommands } from '@countersign/react';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useCan } from '../auth/me-query.ts';
import { type Opening, useClientPanel } from '../clients/panel/panel-state.tsx';
import { useDock } from './dock-state.tsx';

interface PanelCommand {
  panel: string;
  recordId?: string | undefined;
  /** The form was open before a reload: it comes back where the user is now. */
  isReopened?: boolean;
}

/** Opens the form that a command of the copilot names, on its record. */
export function useOpenCommand(): (command: PanelCommand, opening: Opening) => Promise<void> {
  const { open } = useClientPanel();
  const canWrite = useCan('clients:write');
  const navigate = useNavigate();
  const dock = useDock();
  return async ({ panel, recordId, isReopened }, opening) => {
    if (panel !== 'client') return;
    if (!canWrite) {
      notifications.show({ color: 'yellow', title: 'No form opened', message: 'Your role may look clients up but not change them.' });
      return;
    }
    const isOpen = await open(recordId ? { mode: 'edit', clientId: recordId } : { mode: 'create' }, opening);
    if (!isOpen) {
      if (opening.by === 'agent')
        notifications.show({
          color: 'yellow',
          title: 'Another form is waiting',
          message: 'Save or close the open one, then open the next from the conversation.',
        });
      return;
    }
    dock.makeRoom();
    if (recordId && !isReopened) await navigate({ to: '/clients/$clientId', params: { clientId: recordId } });
  };
}

/** Listens for the copilot's commands to open a form. Renders nothing. */
export function PanelCommands() {
  const openCommand = useOpenCommand();
  usePanelCommands((command) => void openCommand(command, { by: 'agent', agentKey: command.key }));
  return null;
}
