import { Badge, VisuallyHidden } from '@mantine/core';
import { IconDeviceMobileMessage, IconMail, IconUserQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ConversationSummary, channelWords } from '../../shared/message.ts';
import { useMe } from '../auth/me-query.ts';
import { formatMoment, formatNear } from '../ui/format-time.ts';
import { Initials } from '../ui/initials.tsx';
import classes from './inbox.module.css';
import { toAddressText } from './to-address-text.ts';

export const channelIcons = { sms: IconDeviceMobileMessage, email: IconMail } as const;

/** One conversation in a list: who, what was said last, and whether somebody waits. The words are text and nothing else. */
export function ConversationRow({ conversation }: { conversation: ConversationSummary }) {
  const { id, clientName, sender, waiting, latest } = conversation;
  const { timeZone } = useMe().shop;
  const Icon = channelIcons[latest.channel];
  return (
    <Link to="/messages/$conversationId" params={{ conversationId: id }} className={classes.row} data-waiting={waiting > 0 || undefined}>
      {clientName ? (
        <Initials name={clientName} size={38} />
      ) : (
        <span className={classes.stranger}>
          <IconUserQuestion size={20} aria-hidden />
        </span>
      )}
      <span className={classes.rowText}>
        <span className={classes.rowHead}>
          <span className={classes.who}>{clientName || toAddressText(latest.channel, sender ?? '')}</span>
          {!clientName && (
            <Badge size="sm" variant="default" tt="none" className={classes.unknown}>
              Unknown<span className={classes.unknownWhat}> {latest.channel === 'sms' ? 'number' : 'sender'}</span>
            </Badge>
          )}
          <time dateTime={latest.at} title={formatMoment(latest.at, timeZone)} className={classes.when}>
            {formatNear(latest.at, timeZone, new Date())}
          </time>
        </span>
        <span className={classes.rowHead}>
          <Icon size={15} aria-hidden className={classes.channel} />
          <span className={classes.snippet}>
            <VisuallyHidden>{channelWords[latest.channel].noun}: </VisuallyHidden>
            {latest.direction === 'out' && 'You: '}
            {latest.text || '(no text)'}
          </span>
          {waiting > 0 && (
            <Badge size="sm" color="red.8" tt="none" className={classes.count}>
              {waiting} <VisuallyHidden>{waiting === 1 ? 'message waits' : 'messages wait'} for an answer</VisuallyHidden>
            </Badge>
          )}
        </span>
      </span>
    </Link>
  );
}
