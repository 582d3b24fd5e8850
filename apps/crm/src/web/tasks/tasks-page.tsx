import { type RunStatus, type RunSummary, runStatuses } from '@countersign/core';
import { Button, EmptyState, NativeSelect } from '@mantine/core';
import { IconChecklist, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMe } from '../auth/me-query.ts';
import { RecordList } from '../list/record-list.tsx';
import { RunBadge } from '../runs/run-badge.tsx';
import { tasksQuery } from '../runs/run-queries.ts';
import { runLabels, toCost, toTask } from '../runs/run-words.ts';
import classes from '../runs/runs.module.css';
import { formatMoment } from '../ui/format-time.ts';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { StartTask } from './start-task.tsx';

const route = getRouteApi('/shell/runs');
const states = [{ value: '', label: 'Every state' }, ...runStatuses.map((status) => ({ value: status, label: runLabels[status] }))];

/** What the copilot works through by itself: started here, by a schedule or by another program, always as oneself. */
export function TasksPage() {
  const navigate = route.useNavigate();
  const { state } = route.useSearch();
  const status = runStatuses.find((known) => known === state);
  const setState = (next: string) => void navigate({ search: next === '' ? {} : { state: next }, replace: true, resetScroll: false });
  return (
    <div className={page.page}>
      <PageHead title="Tasks" note="What the copilot works through by itself, for you" />
      <StartTask />
      <NativeSelect
        className={classes.filter}
        aria-label="State"
        data={states}
        value={status ?? ''}
        onChange={(event) => setState(event.currentTarget.value)}
      />
      <Tasks status={status} onClear={() => setState('')} />
    </div>
  );
}

function Tasks({ status, onClear }: { status: RunStatus | undefined; onClear: () => void }) {
  const query = useInfiniteQuery(tasksQuery(status));
  const runs = query.data?.pages.flatMap((one) => one.runs) ?? [];
  return (
    <RecordList noun="tasks" query={query} shown={runs.length} total={undefined} empty={<NoTasks status={status} onClear={onClear} />}>
      <ul className={classes.tasks} aria-label="Tasks" data-stale={query.isPlaceholderData || undefined}>
        {runs.map((run) => (
          <TaskRow key={run.runId} run={run} />
        ))}
      </ul>
    </RecordList>
  );
}

function TaskRow({ run }: { run: RunSummary }) {
  const { timeZone } = useMe().shop;
  const facts = [
    formatMoment(run.createdAt, timeZone),
    `${run.stepCount} ${run.stepCount === 1 ? 'step' : 'steps'}`,
    ...(run.costMicros > 0 ? [toCost(run.costMicros)] : []),
  ];
  return (
    <li>
      <Link to="/runs/$runId" params={{ runId: run.runId }} className={classes.task}>
        <span className={classes.taskText}>
          <span className={classes.words}>{toTask(run)}</span>
          <span className={classes.detail}>{facts.join(' · ')}</span>
        </span>
        <RunBadge status={run.status} />
      </Link>
    </li>
  );
}

function NoTasks({ status, onClear }: { status: RunStatus | undefined; onClear: () => void }) {
  if (status === undefined)
    return <EmptyState py="xl" icon={<IconChecklist stroke={1.5} aria-hidden />} title="No tasks yet" description="What you start above is listed here." />;
  return (
    <EmptyState
      py="xl"
      icon={<IconSearchOff stroke={1.5} aria-hidden />}
      title={`No task is “${runLabels[status]}”`}
      description="Look for another state, or for all of them."
    >
      <EmptyState.Actions>
        <Button variant="default" onClick={onClear}>
          Show every task
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
