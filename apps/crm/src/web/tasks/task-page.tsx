import { isFinal, type RunDetail } from '@countersign/core';
import { CountersignProvider, useSession } from '@countersign/react';
import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { agentClient } from '../api/agent-client.ts';
import { isFailure } from '../api/api-failure.ts';
import { useMe } from '../auth/me-query.ts';
import { ConnectionBanner } from '../copilot/connection-banner.tsx';
import { FreshData } from '../copilot/fresh-data.tsx';
import { LogPlace } from '../copilot/nodes/node-view-props.ts';
import { CancelRun } from '../runs/cancel-run.tsx';
import { ResumeRun } from '../runs/resume-run.tsx';
import { RunBadge } from '../runs/run-badge.tsx';
import { refreshTask, taskQuery } from '../runs/run-queries.ts';
import { toCost, toStarter, toTask } from '../runs/run-words.ts';
import classes from '../runs/runs.module.css';
import { formatMoment } from '../ui/format-time.ts';
import { NotFoundScreen } from '../ui/not-found-screen.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { RecordFacts } from '../ui/record-facts.tsx';
import record from '../ui/record-page.module.css';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { TaskLog } from './task-log.tsx';
import { TaskSteps } from './task-steps.tsx';

const route = getRouteApi('/shell/runs/$runId');

/** One task: what was asked, what happens, what waits for a decision, what it cost. It is live as long as it is shown. */
export function TaskPage() {
  const { runId } = route.useParams();
  const query = useQuery(taskQuery(runId));
  if (isFailure(query.error) && [400, 404].includes(query.error.status)) return <NotFoundScreen />;
  if (query.data) {
    // The log of the task is another conversation than the one in the dock.
    return (
      <CountersignProvider client={agentClient} agent={query.data.agent} sessionId={query.data.sessionId}>
        <LogPlace value="page">
          <Task run={query.data} />
        </LogPlace>
      </CountersignProvider>
    );
  }
  return (
    <div className={page.page}>
      <PageHead title="Task" before={<BackToTasks />} />
      {query.isError ? (
        <Trouble title="This task could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </div>
  );
}

function Task({ run }: { run: RunDetail }) {
  const session = useSession();
  useNews(run.runId, session.view.last);
  return (
    <div className={page.page}>
      <FreshData />
      <PageHead
        title="Task"
        note={
          <span role="status">
            <RunBadge status={run.status} />
          </span>
        }
        before={<BackToTasks />}
      >
        {run.status === 'paused' && <ResumeRun runId={run.runId} />}
        {!isFinal(run.status) && <CancelRun runId={run.runId} />}
      </PageHead>
      <p className={classes.request}>{toTask(run)}</p>
      <ConnectionBanner session={session} />
      <div className={record.grid}>
        <TaskLog run={run} session={session} />
        <TaskSteps run={run} />
        <About run={run} />
      </div>
    </div>
  );
}

/** Whatever is new in the log is a reason to read the task again. */
function useNews(runId: string, last: number): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (last > 0) void refreshTask(queryClient, runId);
  }, [queryClient, runId, last]);
}

function About({ run }: { run: RunDetail }) {
  const { timeZone } = useMe().shop;
  return (
    <RecordFacts
      title="About this task"
      id="about-title"
      facts={[
        ['Started', `${toStarter(run)}, ${formatMoment(run.createdAt, timeZone)}`],
        ['Ended', run.finishedAt === null ? 'Not yet' : formatMoment(run.finishedAt, timeZone)],
        ['Steps', String(run.stepCount)],
        ['Cost', toCost(run.costMicros)],
      ]}
    />
  );
}

function BackToTasks() {
  return (
    <ActionIcon component={Link} to="/runs" variant="subtle" color="gray" size="lg" aria-label="Back to the tasks">
      <IconArrowLeft size={20} aria-hidden />
    </ActionIcon>
  );
}
