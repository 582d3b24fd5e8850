import { Badge, Button, Skeleton } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toSentence } from '../api/api-failure.ts';
import { useMe } from '../auth/me-query.ts';
import { formatDay } from '../ui/format-time.ts';
import classes from '../ui/record-page.module.css';
import inbox from './inbox.module.css';
import { latestMessagesQuery } from './inbox-queries.ts';
import { MessageBubble } from './message-bubble.tsx';

/** How many messages are shown on the page of a client. */
const SHOWN = 4;

/** The end of the conversation with a client, on their page. */
export function ClientMessages({ clientId }: { clientId: string }) {
  const { data, error } = useQuery(latestMessagesQuery(clientId, SHOWN));
  const { timeZone } = useMe().shop;
  return (
    <section className={`${classes.card} ${classes.wide}`} aria-labelledby="messages-title">
      <div className={classes.cardHead}>
        <h2 id="messages-title">
          Messages{' '}
          {data && data.waiting > 0 && (
            <Badge size="sm" color="red.8" tt="none">
              {data.waiting} waiting
            </Badge>
          )}
        </h2>
        <Button component={Link} to={`/messages/${clientId}`} size="compact-sm" variant="default" leftSection={<IconMessages size={15} aria-hidden />}>
          Open conversation
        </Button>
      </div>
      {error ? (
        <p role="alert">{toSentence(error)}</p>
      ) : !data ? (
        <Skeleton height={48} />
      ) : data.messages.length === 0 ? (
        <p className={classes.none}>Nothing was written yet.</p>
      ) : (
        <ol className={inbox.thread} aria-label="The latest messages">
          {[...data.messages].reverse().map((message) => (
            <li key={message.id} className={inbox.turn} data-direction={message.direction}>
              <p className={inbox.day}>{formatDay(message.at, timeZone)}</p>
              <MessageBubble message={message} name={data.client?.name ?? ''} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
