import { usePanelCommands } from '@countersign/react';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useMe } from '../auth/me-query.ts';
import { panelKinds } from '../kinds/panel-kinds.ts';
import { isPanelName, toRecordPath } from '../kinds/record-paths.ts';
import { useDock } from '../ui/dock-state.tsx';
import { type Opening, usePanel } from './panel-state.tsx';

interface PanelCommand {
  panel: string;
  recordId?: string | undefined;
  /** The form was open before a reload: it comes back where the user is now. */
  isReopened?: boolean;
}

/** Opens the form that a command of the copilot names, on its record. */
export function useOpenCommand(): (command: PanelCommand, opening: Opening) => Promise<void> {
  const { open } = usePanel();
  const { permissions } = useMe();
  const navigate = useNavigate();
  const dock = useDock();
  return async ({ panel, recordId, isReopened }, opening) => {
    if (!isPanelName(panel)) return;
    const { noun, permission } = panelKinds[panel];
    if (!permissions.includes(permission)) {
      notifications.show({ color: 'yellow', title: 'No form opened', message: `Your role may not change a ${noun}.` });
      return;
    }
    const isOpen = await open({ panel, ...(recordId && { recordId }) }, opening);
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
    if (recordId && !isReopened) await navigate({ to: toRecordPath(panel, recordId) });
  };
}

/** Listens for the copilot's commands to open a form. Renders nothing. */
export function PanelCommands() {
  const openCommand = useOpenCommand();
  usePanelCommands((command) => void openCommand(command, { by: 'agent', agentKey: command.key }));
  return null;
}
