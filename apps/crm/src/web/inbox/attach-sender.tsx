import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import type { ConversationView } from '../../shared/message.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { useCan } from '../auth/me-query.ts';
import { ClientSelect } from '../clients/client-select.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import classes from './inbox.module.css';
import { toConversationPath } from './inbox-queries.ts';

/** Says whose the messages of an unknown sender are: a client on file, or one that is added now. */
export function AttachSender({ conversation: { id, sender } }: { conversation: ConversationView }) {
  const [clientId, setClientId] = useState('');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const panel = usePanel();
  const canAdd = useCan('clients:write');
  const { mutate, isPending } = useMutation({
    mutationFn: () => request(z.object({ messages: z.int() }), `${toConversationPath(id)}/client`, { method: 'POST', body: { clientId } }),
    onSuccess: async () => {
      await navigate({ to: '/messages/$conversationId', params: { conversationId: clientId }, replace: true });
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[1] !== id });
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not attached', message: toSentence(error) }),
  });
  const given = sender?.channel === 'email' ? { email: sender.address } : { phone: sender?.address ?? '' };
  return (
    <section className={classes.reply} aria-labelledby="whose-title">
      <h2 id="whose-title" className={classes.whose}>
        Who is this?
      </h2>
      <Text size="sm" c="dimmed">
        Say which client it is, and their messages are one conversation from then on. You can write back as soon as somebody is on file.
      </Text>
      <div className={classes.attach}>
        <ClientSelect aria-label="Client" value={clientId} onChange={setClientId} comboboxProps={{ position: 'top-start' }} />
        <Button disabled={clientId === ''} loading={isPending} onClick={() => mutate()}>
          Attach
        </Button>
        {canAdd && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => void panel.open({ panel: 'client', given }, { by: 'user' })}
          >
            New client
          </Button>
        )}
      </div>
    </section>
  );
}
