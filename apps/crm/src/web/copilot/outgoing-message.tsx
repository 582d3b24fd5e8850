import type { useSession } from '@countersign/react';
import { Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './copilot.module.css';
import { Bubble } from './nodes/message-node.tsx';

type Session = ReturnType<typeof useSession>;

/** A message of the user that the server has not confirmed yet. */
export function OutgoingMessage({ message, session }: { message: Session['outgoing'][number]; session: Session }) {
  const { clientMessageId, text, state, error } = message;
  return (
    <div className={classes.outgoing} data-state={state}>
      <Bubble from="user" text={text} />
      {state === 'failed' && (
        <div className={classes.failed} role="alert">
          <IconAlertTriangle size={14} aria-hidden />
          <span className={classes.bannerText}>Not sent. {error?.code === 'unavailable' ? 'The server cannot be reached.' : error?.message}</span>
          <Group gap={6} wrap="nowrap">
            <Button size="compact-xs" variant="default" onClick={() => session.retry(clientMessageId)}>
              Try again
            </Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => session.discard(clientMessageId)}>
              Discard
            </Button>
          </Group>
        </div>
      )}
    </div>
  );
}
