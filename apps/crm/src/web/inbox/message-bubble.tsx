import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconChecks, IconClockHour4 } from '@tabler/icons-react';
import { channelWords, type MessageView } from '../../shared/message.ts';
import { useMe } from '../auth/me-query.ts';
import { formatClock } from '../ui/format-time.ts';
import { channelIcons } from './conversation-row.tsx';
import classes from './inbox.module.css';

const statusWords = { stored: 'kept in the outbox', queued: 'handed over', sent: 'sent', failed: 'failed' } as const;

/** One message. What it says is text, whoever wrote it: nothing in it is a link, a picture or a command. */
export function MessageBubble({ message, name }: { message: MessageView; name: string }) {
  const { timeZone } = useMe().shop;
  const { direction, channel, subject, body, at, by, status, handled } = message;
  const Icon = channelIcons[channel];
  return (
    <article className={classes.bubble} data-direction={direction}>
      <VisuallyHidden>
        {channelWords[channel].noun} {direction === 'in' ? `from ${name}` : `to ${name}`}:
      </VisuallyHidden>
      {subject && <p className={classes.subject}>{subject}</p>}
      <p className={classes.words}>{body || '(no text)'}</p>
      <p className={classes.meta}>
        <Icon size={14} aria-hidden />
        <time dateTime={at}>{formatClock(at, timeZone)}</time>
        {by && <span>{by}</span>}
        {status && (
          <span className={status === 'failed' ? classes.failed : undefined}>
            {status === 'failed' && <IconAlertTriangle size={13} aria-hidden />} {statusWords[status]}
          </span>
        )}
        {direction === 'in' && !handled && (
          <span className={classes.waits}>
            <IconClockHour4 size={13} aria-hidden /> waiting
          </span>
        )}
        {handled?.as === 'done' && (
          <span>
            <IconChecks size={13} aria-hidden /> done, {handled.by}
          </span>
        )}
      </p>
    </article>
  );
}
