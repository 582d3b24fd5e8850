import { Skeleton } from '@mantine/core';
import { IconFileInvoice, IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Dashboard } from '../../shared/dashboard.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatDate } from '../app/format-time.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { Trouble } from '../app/trouble.tsx';
import { useMe } from '../auth/me-query.ts';
import { ConversationRow } from '../inbox/conversation-row.tsx';
import classes from './dashboard.module.css';
import { DashboardCard } from './dashboard-card.tsx';
import { dashboardQuery } from './dashboard-query.ts';

/** What the shop looks at first: what is on today and who waits for what. */
export function DashboardPage() {
  const query = useQuery(dashboardQuery);
  const { user, shop } = useMe();
  return (
    <div className={page.page}>
      <PageHead title={toGreeting(user.name, shop.timeZone)} note={query.data ? formatWeekday(query.data.today) : 'Loading…'} />
      {query.data ? (
        <Cards dashboard={query.data} />
      ) : query.isError ? (
        <Trouble title="The dashboard could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      ) : (
        <div className={classes.cards} role="status" aria-busy="true" aria-label="Loading">
          <Skeleton height={220} radius="lg" />
          <Skeleton height={220} radius="lg" />
        </div>
      )}
    </div>
  );
}

function Cards({ dashboard: { messages, quotes } }: { dashboard: Dashboard }) {
  return (
    <div className={classes.cards}>
      {messages && <MessagesCard messages={messages} />}
      {quotes && <QuotesCard quotes={quotes} />}
    </div>
  );
}

function MessagesCard({ messages: { waiting, latest } }: { messages: NonNullable<Dashboard['messages']> }) {
  return (
    <DashboardCard
      title="Messages waiting"
      icon={IconMessages}
      figure={waiting}
      words={waiting === 1 ? 'conversation waits for an answer' : 'conversations wait for an answer'}
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

function QuotesCard({ quotes: { awaiting, soonest } }: { quotes: NonNullable<Dashboard['quotes']> }) {
  const { currency } = useMe().shop;
  return (
    <DashboardCard
      title="Quotes awaiting an answer"
      icon={IconFileInvoice}
      figure={awaiting}
      words={awaiting === 1 ? 'quote is with the client' : 'quotes are with the clients'}
      more={{ to: '/quotes', search: { state: 'sent' }, label: 'Quotes' }}
    >
      {soonest.length > 0 && (
        <ul className={classes.rows}>
          {soonest.map((quote) => (
            <li key={quote.id}>
              <Link to="/quotes/$quoteId" params={{ quoteId: quote.id }} className={classes.row}>
                <span className={classes.rowText}>
                  <span className={classes.name}>
                    #{quote.number} {quote.clientName}
                  </span>
                  <span className={classes.detail}>
                    {quote.vehicleName} · until {formatDate(quote.validUntil)}
                  </span>
                </span>
                <span className={classes.amount}>{formatMoney(quote.totalCents, currency)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </DashboardCard>
  );
}

/** @example 'Good morning, Nora' */
function toGreeting(name: string, timeZone: string): string {
  const hour = Number(new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(new Date()));
  const part = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  return `Good ${part}, ${name.split(' ')[0]}`;
}

/** @example 'Friday, November 20' */
function formatWeekday(day: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'long', month: 'long', day: 'numeric' }).format(new Date(`${day}T12:00:00Z`));
}
