import { Alert, Button, Kbd, SegmentedControl, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler, useOs } from '@mantine/hooks';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { type Channel, type ConversationView, channelWords, maxReply, ReplySent } from '../../shared/message.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { usePanel } from '../panels/panel-state.tsx';
import classes from './inbox.module.css';
import { toConversationPath } from './inbox-queries.ts';
import { toAddressText } from './to-address-text.ts';

interface ReplyFormProps {
  client: NonNullable<ConversationView['client']>;
  /** How the client wrote last: the answer goes the same way. */
  lastChannel: Channel | undefined;
  seenUntil: string | undefined;
}

/** Writes to a client, at the number or the address on file. */
export function ReplyForm({ client, lastChannel, seenUntil }: ReplyFormProps) {
  const addresses: Readonly<Record<Channel, string | null>> = { sms: client.phone, email: client.email };
  const open = (['sms', 'email'] as const).filter((channel) => addresses[channel] !== null);
  const [chosen, setChosen] = useState<Channel>();
  const channel = chosen ?? open.find((one) => one === lastChannel) ?? open[0];
  if (!channel) return <NoAddress clientId={client.id} />;
  return <Composer key={channel} client={client} channel={channel} to={addresses[channel] ?? ''} open={open} onChannel={setChosen} seenUntil={seenUntil} />;
}

function NoAddress({ clientId }: { clientId: string }) {
  const panel = usePanel();
  return (
    <div className={classes.reply}>
      <Text size="sm">There is neither a phone number nor an email address on file.</Text>
      <Button size="xs" variant="default" onClick={() => void panel.open({ panel: 'client', recordId: clientId }, { by: 'user' })}>
        Add one
      </Button>
    </div>
  );
}

interface ComposerProps extends Omit<ReplyFormProps, 'lastChannel'> {
  channel: Channel;
  to: string;
  open: readonly Channel[];
  onChannel: (channel: Channel) => void;
}

/** What was written to whom and not sent yet, for as long as the page lives: looking something up must not lose it. */
const drafts = new Map<string, string>();

function Composer({ client, channel, to, open, onChannel, seenUntil }: ComposerProps) {
  const [body, setBody] = useState(drafts.get(client.id) ?? '');
  const queryClient = useQueryClient();
  /** A repeat after a silence is the same message; another one begins after a success. */
  const key = useRef(crypto.randomUUID());
  const isMac = useOs() === 'macos';
  const { verb } = channelWords[channel];
  const write = (text: string) => {
    setBody(text);
    drafts.set(client.id, text);
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: (text: string) =>
      request(ReplySent, `${toConversationPath(client.id)}/replies`, {
        method: 'POST',
        body: { channel, body: text, key: key.current, ...(seenUntil && { seenUntil }) },
      }),
    onSuccess: () => {
      key.current = crypto.randomUUID();
      write('');
    },
    onSettled: () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' }),
  });
  const text = body.trim();
  const left = maxReply[channel] - text.length;
  const send = () => {
    if (text !== '' && left >= 0 && !isPending) mutate(text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form className={classes.reply} aria-label="Reply" onSubmit={submit}>
      {error && (
        <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title="Not sent">
          {toSentence(error)}
        </Alert>
      )}
      <Textarea
        aria-label={`Write ${channel === 'sms' ? 'a text' : 'an email'} to ${client.name}`}
        placeholder={`Write ${channel === 'sms' ? 'a text' : 'an email'} to ${client.name}`}
        autosize
        minRows={2}
        maxRows={10}
        value={body}
        error={left < 0 ? `${-left} characters too many` : undefined}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={getHotkeyHandler([['mod+Enter', send]])}
      />
      <div className={classes.replyFoot}>
        {open.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label="Send as"
            value={channel}
            onChange={(value) => onChannel(value as Channel)}
            data={open.map((one) => ({ value: one, label: channelWords[one].noun }))}
          />
        )}
        <Text size="xs" c="dimmed" className={classes.to}>
          To {toAddressText(channel, to)}
        </Text>
        <Text size="xs" c="dimmed" visibleFrom="sm" aria-hidden>
          <Kbd size="xs">{isMac ? '⌘' : 'Ctrl'}</Kbd> <Kbd size="xs">Enter</Kbd>
        </Text>
        <Button type="submit" leftSection={<IconSend size={16} aria-hidden />} loading={isPending} disabled={text === '' || left < 0}>
          Send {verb}
        </Button>
      </div>
    </form>
  );
}
