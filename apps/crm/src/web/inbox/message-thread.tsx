import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { MessageView } from '../../shared/message.ts';
import { useMe } from '../auth/me-query.ts';
import { formatDay } from '../ui/format-time.ts';
import { Trouble } from '../ui/trouble.tsx';
import classes from './inbox.module.css';
import { MessageBubble } from './message-bubble.tsx';

interface MessageThreadProps {
  /** The oldest first. */
  messages: readonly MessageView[];
  /** Who is at the other end. */
  name: string;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; error: unknown; fetchNextPage: () => Promise<unknown> };
}

/** The messages of a conversation, with the days between them; it opens at its end. */
export function MessageThread({ messages, name, query }: MessageThreadProps) {
  const { timeZone } = useMe().shop;
  const end = useRef<HTMLDivElement>(null);
  const latest = messages.at(-1)?.id;
  // Also when something new comes in or goes out, but not when earlier ones are shown above.
  useEffect(() => {
    if (latest !== undefined) end.current?.scrollIntoView({ block: 'end' });
  }, [latest]);
  return (
    <>
      {query.isFetchNextPageError && (
        <Trouble
          title="The earlier messages could not be loaded"
          error={query.error}
          isRetrying={query.isFetchingNextPage}
          onRetry={() => void query.fetchNextPage()}
        />
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <div className={classes.earlier}>
          <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show earlier messages
          </Button>
        </div>
      )}
      {messages.length === 0 && <p className={classes.nothing}>Nothing was written yet.</p>}
      <ol className={classes.thread} aria-label={`Messages with ${name}`}>
        {messages.map((message, index) => {
          const day = formatDay(message.at, timeZone);
          const before = messages[index - 1];
          return (
            <li key={message.id} className={classes.turn} data-direction={message.direction}>
              {(!before || formatDay(before.at, timeZone) !== day) && <p className={classes.day}>{day}</p>}
              <MessageBubble message={message} name={name} />
            </li>
          );
        })}
      </ol>
      <div ref={end} />
    </>
  );
}
