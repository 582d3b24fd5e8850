import { Button, NativeSelect } from '@mantine/core';
import { IconPlus, IconTool } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type JobSort, jobSorts } from '../../shared/job.ts';
import { jobStatuses, jobStatusLabels } from '../../shared/job-status.ts';
import { addDays, toWallClock } from '../../shared/wall-clock.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { useCan, useMe } from '../auth/me-query.ts';
import { EmptyList } from '../list/empty-list.tsx';
import classes from '../list/list.module.css';
import { RecordList, toCount } from '../list/record-list.tsx';
import { RecordTable } from '../list/record-table.tsx';
import { SearchField } from '../list/search-field.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { createJobColumns } from './job-columns.tsx';
import { jobsQuery } from './job-queries.ts';
import jobs from './jobs.module.css';

const route = getRouteApi('/shell/jobs');
const states = [{ value: '', label: 'Every status' }, ...jobStatuses.map((status) => ({ value: status, label: jobStatusLabels[status] }))];
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
  const canWrite = useCan('jobs:write');
  const columns = useMemo(() => createJobColumns(shop), [shop]);
  const panel = usePanel();
  const query = useInfiniteQuery(jobsQuery({ q, status, from: days.from, to: days.to, sort }));
  const rows = query.data?.pages.flatMap((one) => one.jobs) ?? [];
  const total = query.data?.pages.at(-1)?.total;
  const setSearch = (change: { q?: string; sort?: JobSort | ''; state?: string; when?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const add = () => void panel.open({ panel: 'job' }, { by: 'user' });
  const narrowed = [when === 'all' ? '' : times.find(({ value }) => value === when)?.label, status === 'all' ? '' : jobStatusLabels[status]];
  return (
    <div className={page.page}>
      <PageHead title="Jobs" note={<span role="status">{total === undefined ? 'Loading…' : toCount(total, 'job', q)}</span>}>
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New job
          </Button>
        )}
      </PageHead>
      <div className={`${classes.bar} ${jobs.filters}`}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} label="Search jobs" placeholder="Search by number, client or car" />
        <NativeSelect size="md" aria-label="Days" data={times} value={when} onChange={(event) => setSearch({ when: event.currentTarget.value, sort: '' })} />
        <NativeSelect
          size="md"
          aria-label="Status"
          data={states}
          value={status === 'all' ? '' : status}
          onChange={(event) => setSearch({ state: event.currentTarget.value })}
        />
      </div>
      <RecordList
        noun="jobs"
        query={query}
        shown={rows.length}
        total={total}
        empty={
          <EmptyList
            noun="job"
            icon={IconTool}
            q={[q, ...narrowed].filter(Boolean).join(', ')}
            hint="Try the number, the client's name, the car, other days or another status."
            description="What is planned in the bays will be listed here."
            onClear={() => setSearch({ q: '', state: '', when: 'all' })}
            onAdd={canWrite ? add : undefined}
          />
        }
      >
        <RecordTable panel="job" rows={rows} columns={columns} sort={sort} onSort={(next) => setSearch({ sort: next })} isStale={query.isPlaceholderData} />
      </RecordList>
    </div>
  );
}
