import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { z } from 'zod';
import { addDays, toWallClock, toZoneName } from '../../shared/wall-clock.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { baysQuery } from '../jobs/job-queries.ts';
import { usePanel } from '../panels/panel-state.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Agenda } from './agenda.tsx';
import { BaysButton, NoBays } from './bays-dialog.tsx';
import classes from './calendar.module.css';
import { CalendarBar } from './calendar-bar.tsx';
import { toDayName, weekOf } from './calendar-days.ts';
import { calendarQuery } from './calendar-queries.ts';
import type { CalendarView } from './calendar-view.ts';
import { DayGrid } from './day-grid.tsx';
import { useNow } from './use-now.ts';
import { WeekTable } from './week-table.tsx';

const route = getRouteApi('/shell/calendar');
const isDay = (text: string | undefined): text is string => text?.startsWith('20') === true && z.iso.date().safeParse(text).success;

/** What is planned in the bays: a day with the bays beside each other, or a week of them. On phones both are lists. */
export function CalendarPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { timeZone } = useMe().shop;
  const now = toWallClock(useNow(), timeZone);
  const today = now.slice(0, 10);
  const day = isDay(search.day) ? search.day : today;
  const view = search.view === 'week' ? 'week' : 'day';
  const days = view === 'week' ? weekOf(day) : [day];
  const canWrite = useCan('jobs:write');
  const panel = usePanel();
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const [from = day, to = day] = [days[0], days.at(-1)];
  const jobs = useQuery(calendarQuery(from, to));
  const bays = useQuery(baysQuery);
  const move = (change: { view?: string; day?: string }) => void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false });
  const plan = canWrite
    ? (startsAt: string, bayId?: string) => void panel.open({ panel: 'job', given: { startsAt, ...(bayId && { bayId }) } }, { by: 'user' })
    : undefined;
  const error = jobs.error ?? bays.error;
  // A bay that is out of use is shown on the days on which something is in it.
  const shown = bays.data?.filter((bay) => bay.isActive || jobs.data?.jobs.some((job) => job.bayId === bay.id));
  const shownView: CalendarView = { days, now, jobs: jobs.data?.jobs ?? [], bays: shown ?? [], onPlan: plan };
  return (
    <div className={`${page.page} ${classes.page}`}>
      <PageHead title="Calendar" note={view === 'day' ? toDayName(day) : `${toDayName(from, 'short')} – ${toDayName(to, 'short')}`}>
        {canWrite && <BaysButton />}
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => void panel.open({ panel: 'job' }, { by: 'user' })}>
            New job
          </Button>
        )}
      </PageHead>
      <CalendarBar
        day={day}
        view={view}
        isToday={days.includes(today)}
        onDay={(next) => move({ day: next === today ? '' : next })}
        onToday={() => move({ day: '' })}
        onStep={(step) => move({ day: addDays(day, view === 'week' ? 7 * step : step) })}
        onView={(next) => move({ view: next === 'day' ? '' : next })}
      />
      <p role="status" className={classes.status}>
        {jobs.data && !jobs.isPlaceholderData ? toCount(jobs.data.jobs.length) : 'Loading…'} · {toZoneName(timeZone)}
      </p>
      {error ? (
        <Trouble
          title="The calendar could not be loaded"
          error={error}
          isRetrying={jobs.isFetching || bays.isFetching}
          onRetry={() => void Promise.all([jobs.refetch(), bays.refetch()])}
        />
      ) : !jobs.data || !shown ? (
        <SkeletonRows />
      ) : shown.length === 0 ? (
        <NoBays canWrite={canWrite} />
      ) : (
        <div aria-busy={jobs.isPlaceholderData} data-stale={jobs.isPlaceholderData || undefined} className={classes.view}>
          {isPhone ? <Agenda {...shownView} /> : view === 'week' ? <WeekTable {...shownView} /> : <DayGrid {...shownView} />}
        </div>
      )}
    </div>
  );
}

function toCount(jobs: number): string {
  return jobs === 0 ? 'Nothing planned' : `${jobs} ${jobs === 1 ? 'job' : 'jobs'}`;
}
