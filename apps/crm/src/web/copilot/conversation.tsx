import { useSession } from '@countersign/react';
import { ActionIcon, Title, Tooltip } from '@mantine/core';
import { IconPencilPlus, IconSparkles, IconX } from '@tabler/icons-react';
import { useMe } from '../auth/me-query.ts';
import { useDock } from '../ui/dock-state.tsx';
import { Composer } from './composer.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import classes from './copilot.module.css';
import { Log } from './log.tsx';
import { PausedRow } from './paused-row.tsx';
import { WorkingRow } from './working-row.tsx';

/** The conversation with the copilot, from its head to the input. */
export function Conversation() {
  const session = useSession();
  const dock = useDock();
  const { hasModel } = useMe().copilot;
  const startNew = () => {
    session.startNew();
    dock.input.current?.focus();
  };
  return (
    <div className={classes.conversation}>
      <div className={classes.head}>
        <IconSparkles size={20} className={classes.spark} aria-hidden />
        <div className={classes.titles}>
          <Title order={2}>Copilot</Title>
          <p className={classes.mind}>{hasModel ? 'Understands your own words' : 'Understands simple requests'}</p>
        </div>
        <Tooltip label="New conversation">
          <ActionIcon variant="subtle" color="gray" aria-label="New conversation" onClick={startNew} disabled={session.view.nodes.length === 0}>
            <IconPencilPlus size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Hide (Ctrl J)">
          <ActionIcon variant="subtle" color="gray" aria-label="Hide the copilot" aria-keyshortcuts="Control+J Meta+J" onClick={dock.toggle}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <ConnectionBanner session={session} />
      <Log session={session} />
      <PausedRow session={session} />
      <WorkingRow session={session} />
      <Composer session={session} />
    </div>
  );
}
