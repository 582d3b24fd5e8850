import { EmptyState, SegmentedControl } from '@mantine/core';
import { IconMessages, IconMoodSmile } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCan } from '../auth/me-query.ts';
import { EmptyList } from '../list/empty-list.tsx';
import list from '../list/list.module.css';
import { RecordList } from '../list/record-list.tsx';
import { SearchField } from '../list/search-field.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { ConversationRow } from './conversation-row.tsx';
import classes from './inbox.module.css';
import { conversationsQuery } from './inbox-queries.ts';
import { MessageTabs } from './message-tabs.tsx';
import { NoAccess } from './no-access.tsx';

const route = getRouteApi('/shell/messages');

/** What clients wrote to the shop, a conversation each: those who wait for an answer first. */
export function InboxPage() {
  const canRead = useCan('messages:read');
  return (
    <div className={page.page}>
      {canRead ? (
        <Inbox />
      ) : (
        <>
          <PageHead title="Messages" />
          <NoAccess />
        </>
      )}
    </div>
  );
}

function Inbox() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const show = search.show === 'waiting' ? 'waiting' : 'all';
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(conversationsQuery(show, q));
  const conversations = query.data?.pages.flatMap((one) => one.conversations) ?? [];
  const waiting = query.data?.pages[0]?.waiting;
  const setSearch = (change: { q?: string; show?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <>
      <PageHead title="Messages" note={<span role="status">{waiting === undefined ? 'Loading…' : toWaiting(waiting)}</span>} />
      <MessageTabs />
      <div className={`${list.bar} ${list.filters}`}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} label="Search conversations" placeholder="Search by name, phone or email" />
        <SegmentedControl
          aria-label="Which conversations"
          value={show}
          onChange={(value) => setSearch({ show: value })}
          data={[
            { value: 'all', label: 'All' },
            { value: 'waiting', label: 'Waiting' },
          ]}
        />
      </div>
      <RecordList
        noun="messages"
        query={query}
        shown={conversations.length}
        total={undefined}
        empty={<Empty show={show} q={q} onClear={() => setSearch({ q: '' })} />}
      >
        <ul className={classes.conversations} aria-busy={query.isPlaceholderData}>
          {conversations.map((conversation) => (
            <li key={conversation.id}>
              <ConversationRow conversation={conversation} />
            </li>
          ))}
        </ul>
      </RecordList>
    </>
  );
}

function Empty({ show, q, onClear }: { show: 'all' | 'waiting'; q: string; onClear: () => void }) {
  if (show === 'waiting' && q === '')
    return (
      <EmptyState
        py="xl"
        icon={<IconMoodSmile stroke={1.5} aria-hidden />}
        title="Nobody is waiting"
        description="Every message was answered or marked as done."
      />
    );
  return (
    <EmptyList
      noun="conversation"
      icon={IconMessages}
      q={q}
      hint="Try a part of the name, the phone number or the email address."
      description="What clients text and email to the shop, and what you write to them, will be here."
      onClear={onClear}
    />
  );
}

function toWaiting(count: number): string {
  if (count === 0) return 'Nobody is waiting for an answer';
  return `${count} ${count === 1 ? 'conversation waits' : 'conversations wait'} for an answer`;
}
