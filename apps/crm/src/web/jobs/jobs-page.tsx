import { NativeSelect } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type JobSort, jobSorts } from '../../shared/job.ts';
import { jobStatuses, jobStatusLabels } from '../../shared/job-status.ts';
import { addDays, toWallClock } from '../../shared/wall-clock.ts';
import { useMe } from '../auth/me-query.ts';
import { ListPage } from '../list/list-page.tsx';
import { StateFilter } from '../list/state-filter.tsx';
import { createJobColumns } from './job-columns.tsx';
import { jobsQuery } from './job-queries.ts';
import classes from './jobs.module.css';

const route = getRouteApi('/shell/jobs');
const times = [
  { value: '', label: 'From today on' },
  { value: 'today', label: 'Today' },
  { value: 'past', label: 'Before today' },
  { value: 'all', label: 'All days' },
];

/** The days a choice stands for, and the order that suits it: what is next first, or what was last. */
function toDays(when: string, today: string): { from?: string; to?: string; sort: JobSort } {
  if (when === 'today') return { from: today, to: today, sort: 'startsAt' };
  if (when === 'past') return { to: addDays(today, -1), sort: '-startsAt' };
  return when === 'all' ? { sort: '-startsAt' } : { from: today, sort: 'startsAt' };
}

/** The list of jobs, first those that are to come. */
export function JobsPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const { shop } = useMe();
  const when = times.find((known) => known.value === search.when)?.value ?? '';
  const days = toDays(when, toWallClock(new Date(), shop.timeZone).slice(0, 10));
  const sort = jobSorts.find((known) => known === search.sort) ?? days.sort;
  const status = jobStatuses.find((known) => known === search.state) ?? 'all';
  const navigate = route.useNavigate();
  const columns = useMemo(() => createJobColumns(shop), [shop]);
  const query = useInfiniteQuery(jobsQuery({ q, status, from: days.from, to: days.to, sort }));
  const setSearch = (change: { q?: string; sort?: JobSort | ''; state?: string; when?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const narrowed = [when === 'all' ? '' : times.find(({ value }) => value === when)?.label, status === 'all' ? '' : jobStatusLabels[status]];
  return (
    <ListPage
      panel="job"
      icon={IconTool}
      query={query}
      rows={query.data?.pages.flatMap((one) => one.jobs) ?? []}
      total={query.data?.pages.at(-1)?.total}
      columns={columns}
      sort={sort}
      q={q}
      placeholder="Search by number, client or car"
      filters={
        <>
          <NativeSelect size="md" aria-label="Days" data={times} value={when} onChange={(event) => setSearch({ when: event.currentTarget.value, sort: '' })} />
          <StateFilter states={jobStatuses} labels={jobStatusLabels} value={status} onChange={(state) => setSearch({ state })} />
        </>
      }
      filtersClass={classes.filters}
      narrowedTo={narrowed.filter(Boolean).join(', ')}
      hint="Try the number, the client's name, the car, other days or another status."
      description="What is planned in the bays will be listed here."
      onSearch={setSearch}
      onClear={() => setSearch({ q: '', state: '', when: 'all' })}
    />
  );
}
