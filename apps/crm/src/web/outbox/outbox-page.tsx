import { Button, EmptyState } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCan } from '../auth/me-query.ts';
import { MessageTabs } from '../inbox/message-tabs.tsx';
import { NoAccess } from '../inbox/no-access.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { MessageList } from './message-list.tsx';
import classes from './outbox.module.css';
import { outboxQuery } from './outbox-queries.ts';

/** The texts and emails the shop sent. */
export function OutboxPage() {
  const canRead = useCan('outbox:read');
  return (
    <div className={page.page}>
      <PageHead title="Messages" note={canRead ? 'Texts and emails of the shop, the newest first' : undefined} />
      {canRead ? (
        <>
          <MessageTabs />
          <Messages />
        </>
      ) : (
        <NoAccess />
      )}
    </div>
  );
}

function Messages() {
  const query = useInfiniteQuery(outboxQuery);
  if (query.isPending) return <SkeletonRows />;
  const messages = query.data?.pages.flatMap((one) => one.messages) ?? [];
  if (query.isError && messages.length === 0) {
    return <Trouble title="The messages could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />;
  }
  if (messages.length === 0) {
    return (
      <EmptyState
        py="xl"
        icon={<IconMessages stroke={1.5} aria-hidden />}
        title="Nothing was sent yet"
        description="Ask the copilot to text a client. You approve every message before it goes out, and it is listed here."
      />
    );
  }
  return (
    <>
      <MessageList messages={messages} />
      {query.isFetchNextPageError && (
        <Trouble
          title="The next page could not be loaded"
          error={query.error}
          isRetrying={query.isFetchingNextPage}
          onRetry={() => void query.fetchNextPage()}
        />
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <div className={classes.more}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
