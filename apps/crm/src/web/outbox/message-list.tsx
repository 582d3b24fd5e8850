import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconChecks, IconClock, IconDeviceMobileMessage, IconInbox, IconMail } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { OutboxMessage } from '../../shared/outbox.ts';
import { formatPhone } from '../../shared/phone.ts';
import { useMe } from '../auth/me-query.ts';
import { formatMoment } from '../ui/format-time.ts';
import classes from './outbox.module.css';

const channels = { sms: { icon: IconDeviceMobileMessage, word: 'Text' }, email: { icon: IconMail, word: 'Email' } } as const;

const statuses = {
  stored: { icon: IconInbox, word: 'Kept in the outbox', color: 'gray' },
  queued: { icon: IconClock, word: 'Handed over', color: 'blue' },
  sent: { icon: IconChecks, word: 'Sent', color: 'teal' },
  failed: { icon: IconAlertTriangle, word: 'Failed', color: 'red' },
} as const satisfies Record<OutboxMessage['status'], unknown>;

/** Messages the shop sent. */
export function MessageList({ messages }: { messages: readonly OutboxMessage[] }) {
  return (
    <ul className={classes.messages}>
      {messages.map((message) => (
        <li key={message.id} className={classes.message}>
          <Message message={message} />
        </li>
      ))}
    </ul>
  );
}

function Message({ message }: { message: OutboxMessage }) {
  const { timeZone } = useMe().shop;
  const { icon: Icon, word } = channels[message.channel];
  const status = statuses[message.status];
  const address = message.channel === 'sms' ? formatPhone(message.to) : message.to;
  return (
    <>
      <Icon size={20} stroke={1.75} aria-hidden className={classes.channel} />
      <div className={classes.messageText}>
        <p className={classes.line}>
          <strong>
            {word} to <Recipient message={message} address={address} />
          </strong>
          {message.clientName && <span className={classes.dim}>{address}</span>}
        </p>
        {message.subject && <p className={classes.subject}>{message.subject}</p>}
        <p className={classes.body}>{message.body}</p>
        <p className={classes.dim}>
          <time dateTime={message.createdAt}>{formatMoment(message.createdAt, timeZone)}</time> · for {message.sentBy}
        </p>
      </div>
      <Badge variant="light" color={status.color} tt="none" leftSection={<status.icon size={13} aria-hidden />} className={classes.status}>
        {status.word}
      </Badge>
    </>
  );
}

function Recipient({ message, address }: { message: OutboxMessage; address: string }) {
  const name = message.clientName || address;
  if (!message.clientId) return name;
  return (
    <Link to="/clients/$clientId" params={{ clientId: message.clientId }} className={classes.link}>
      {name}
    </Link>
  );
}
