import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Dashboard } from '../../shared/dashboard.ts';
import { useMe } from '../auth/me-query.ts';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { Trouble } from '../ui/trouble.tsx';
import classes from './dashboard.module.css';
import { JobsCard, MessagesCard, MoneyCard, QuotesCard } from './dashboard-cards.tsx';
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

function Cards({ dashboard: { jobs, money, messages, quotes } }: { dashboard: Dashboard }) {
  return (
    <div className={classes.cards}>
      {jobs && <JobsCard jobs={jobs} />}
      {money && <MoneyCard money={money} />}
      {messages && <MessagesCard messages={messages} />}
      {quotes && <QuotesCard quotes={quotes} />}
    </div>
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
