import { IconCash, IconFileInvoice, IconMessages, IconTool } from '@tabler/icons-react';
import type { Dashboard } from '../../shared/dashboard.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatHour } from '../../shared/wall-clock.ts';
import { useMe } from '../auth/me-query.ts';
import { ConversationRow } from '../inbox/conversation-row.tsx';
import { JobStatusBadge } from '../jobs/job-status-badge.tsx';
import { formatDate } from '../ui/format-time.ts';
import classes from './dashboard.module.css';
import { DashboardCard, DashboardRow } from './dashboard-card.tsx';

type Part<Name extends keyof Dashboard> = NonNullable<Dashboard[Name]>;

/** What is in the bays today. */
export function JobsCard({ jobs: { total, done, next } }: { jobs: Part<'jobs'> }) {
  const { timeZone } = useMe().shop;
  return (
    <DashboardCard
      title="Today's jobs"
      icon={IconTool}
      figure={total}
      words={total === 0 ? 'Nothing is planned for today' : `${total === 1 ? 'job' : 'jobs'} today, ${done} done`}
      more={{ to: '/jobs', search: { when: 'today' }, label: 'Jobs' }}
    >
      {next.length > 0 && (
        <ul className={classes.rows}>
          {next.map((job) => (
            <li key={job.id}>
              <DashboardRow
                page="/jobs/$jobId"
                to={`/jobs/${job.id}`}
                name={`${formatHour(new Date(job.startsAt), timeZone)} · ${job.clientName}`}
                detail={`${job.vehicleName} · ${job.bayName}`}
              >
                <JobStatusBadge status={job.status} />
              </DashboardRow>
            </li>
          ))}
        </ul>
      )}
    </DashboardCard>
  );
}

/** What is owed to the shop, and what of it should be here already. */
export function MoneyCard({ money: { open, overdue, longest } }: { money: Part<'money'> }) {
  const { currency } = useMe().shop;
  const late = overdue.invoices === 0 ? 'none of it overdue' : `${formatMoney(overdue.balanceCents, currency)} of it overdue`;
  return (
    <DashboardCard
      title="Money due"
      icon={IconCash}
      figure={formatMoney(open.balanceCents, currency)}
      words={`on ${open.invoices} ${open.invoices === 1 ? 'invoice' : 'invoices'}, ${late}`}
      more={{ to: '/invoices', search: { state: overdue.invoices > 0 ? 'overdue' : 'open' }, label: overdue.invoices > 0 ? 'Overdue' : 'Open' }}
    >
      {longest.length > 0 && (
        <ul className={classes.rows}>
          {longest.map((invoice) => (
            <li key={invoice.id}>
              <DashboardRow
                page="/invoices/$invoiceId"
                to={`/invoices/${invoice.id}`}
                name={`#${invoice.number} ${invoice.clientName}`}
                detail={`${invoice.daysOverdue} ${invoice.daysOverdue === 1 ? 'day' : 'days'} overdue`}
              >
                <span className={classes.amount}>{formatMoney(invoice.balanceCents, currency)}</span>
              </DashboardRow>
            </li>
          ))}
        </ul>
      )}
    </DashboardCard>
  );
}

/** Who wrote and was not answered. */
export function MessagesCard({ messages: { waiting, latest } }: { messages: Part<'messages'> }) {
  return (
    <DashboardCard
      title="Messages waiting"
      icon={IconMessages}
      figure={waiting}
      words={waiting === 0 ? 'Everybody has an answer' : waiting === 1 ? 'conversation waits for an answer' : 'conversations wait for an answer'}
      more={{ to: '/messages', search: { show: 'waiting' }, label: 'Inbox' }}
    >
      {latest.length > 0 && (
        <ul className={classes.rows}>
          {latest.map((conversation) => (
            <li key={conversation.id}>
              <ConversationRow conversation={conversation} />
            </li>
          ))}
        </ul>
      )}
    </DashboardCard>
  );
}

/** What clients have in hand and said nothing to yet; those that run out first come first. */
export function QuotesCard({ quotes: { awaiting, soonest } }: { quotes: Part<'quotes'> }) {
  const { currency } = useMe().shop;
  return (
    <DashboardCard
      title="Quotes awaiting an answer"
      icon={IconFileInvoice}
      figure={awaiting}
      words={awaiting === 0 ? 'No quote is waiting for a client' : awaiting === 1 ? 'quote is with the client' : 'quotes are with the clients'}
      more={{ to: '/quotes', search: { state: 'sent' }, label: 'Quotes' }}
    >
      {soonest.length > 0 && (
        <ul className={classes.rows}>
          {soonest.map((quote) => (
            <li key={quote.id}>
              <DashboardRow
                page="/quotes/$quoteId"
                to={`/quotes/${quote.id}`}
                name={`#${quote.number} ${quote.clientName}`}
                detail={`${quote.vehicleName} · until ${formatDate(quote.validUntil)}`}
              >
                <span className={classes.amount}>{formatMoney(quote.totalCents, currency)}</span>
              </DashboardRow>
            </li>
          ))}
        </ul>
      )}
    </DashboardCard>
  );
}
