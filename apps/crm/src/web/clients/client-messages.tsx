import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { toSentence } from '../api/api-failure.ts';
import classes from '../app/record-page.module.css';
import { MessageList } from '../outbox/message-list.tsx';
import { latestMessagesQuery } from '../outbox/outbox-queries.ts';

/** How many messages to a client are shown on their page. */
const SHOWN = 5;

/** What the shop wrote to this client lately, as far as it is among its latest messages. */
export function ClientMessages({ clientId }: { clientId: string }) {
  const { data, error } = useQuery(latestMessagesQuery);
  const messages = data?.messages.filter((message) => message.clientId === clientId).slice(0, SHOWN);
  return (
    <section className={`${classes.card} ${classes.wide}`} aria-labelledby="messages-title">
      <h2 id="messages-title">Recent messages</h2>
      {error ? (
        <p role="alert">{toSentence(error)}</p>
      ) : !messages ? (
        <Skeleton height={48} />
      ) : messages.length === 0 ? (
        <p className={classes.none}>Nothing was sent lately.</p>
      ) : (
        <MessageList messages={messages} hasClient={false} />
      )}
    </section>
  );
}
