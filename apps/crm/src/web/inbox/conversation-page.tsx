import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { z } from 'zod';
import type { ConversationView, MessageView } from '../../shared/message.ts';
import { ApiFailure, toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { useCan } from '../auth/me-query.ts';
import { NotFoundScreen } from '../ui/not-found-screen.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { AttachSender } from './attach-sender.tsx';
import classes from './inbox.module.css';
import { conversationQuery, toConversationPath } from './inbox-queries.ts';
import { MessageThread } from './message-thread.tsx';
import { NoAccess } from './no-access.tsx';
import { ReplyForm } from './reply-form.tsx';
import { toAddressText } from './to-address-text.ts';

const route = getRouteApi('/shell/messages/$conversationId');

/** Everything that was said with one client or one unknown sender, and the way to answer. */
export function ConversationPage() {
  const { conversationId } = route.useParams();
  const canRead = useCan('messages:read');
  const query = useInfiniteQuery({ ...conversationQuery(conversationId), enabled: canRead });
  if (query.error instanceof ApiFailure && [400, 404, 422].includes(query.error.status)) return <NotFoundScreen />;
  const first = query.data?.pages[0];
  if (first) {
    const messages = query.data?.pages.flatMap((one) => one.messages).reverse() ?? [];
    return <Conversation key={conversationId} conversation={first} messages={messages} query={query} />;
  }
  return (
    <div className={page.page}>
      <PageHead title="Conversation" before={<BackToInbox />} />
      {!canRead ? (
        <NoAccess />
      ) : query.isError ? (
        <Trouble title="This conversation could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </div>
  );
}

function BackToInbox() {
  return (
    <ActionIcon component={Link} to="/messages" variant="subtle" color="gray" size="lg" aria-label="Back to the messages">
      <IconArrowLeft size={20} aria-hidden />
    </ActionIcon>
  );
}

interface ConversationProps {
  conversation: ConversationView;
  /** The oldest first. */
  messages: readonly MessageView[];
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; error: unknown; fetchNextPage: () => Promise<unknown> };
}

function Conversation({ conversation, messages, query }: ConversationProps) {
  const { id, client, sender, waiting } = conversation;
  const title = client?.name ?? (sender ? toAddressText(sender.channel, sender.address) : '');
  /** What the person at the screen has in front of them: nothing that comes later is taken as read. */
  const seenUntil = messages.findLast((message) => message.direction === 'in')?.at;
  const note = client ? (
    <Link to="/clients/$clientId" params={{ clientId: client.id }} className={classes.toClient}>
      Go to the client
    </Link>
  ) : (
    'Nobody on file has this address'
  );
  return (
    <div className={`${page.page} ${classes.conversation}`}>
      <PageHead title={title} note={note} before={<BackToInbox />}>
        {waiting > 0 && seenUntil !== undefined && <MarkDone id={id} seenUntil={seenUntil} />}
      </PageHead>
      <MessageThread messages={messages} name={title} query={query} />
      <div className={classes.foot}>
        {client ? (
          <ReplyForm client={client} lastChannel={messages.findLast(({ direction }) => direction === 'in')?.channel} seenUntil={seenUntil} />
        ) : (
          <AttachSender conversation={conversation} />
        )}
      </div>
    </div>
  );
}

function MarkDone({ id, seenUntil }: { id: string; seenUntil: string }) {
  const queryClient = useQueryClient();
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const { mutate, isPending } = useMutation({
    mutationFn: () => request(z.object({ messages: z.int() }), `${toConversationPath(id)}/handled`, { method: 'POST', body: { seenUntil } }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not marked', message: toSentence(error) }),
    onSettled: () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' }),
  });
  return (
    <Button variant="default" leftSection={<IconChecks size={18} aria-hidden />} loading={isPending} onClick={() => mutate()} aria-label="Mark as done">
      {isPhone ? 'Done' : 'Mark as done'}
    </Button>
  );
}
