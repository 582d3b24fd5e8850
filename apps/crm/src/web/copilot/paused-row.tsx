import { useClient, type useSession } from '@countersign/react';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ResumeRun } from '../runs/resume-run.tsx';
import classes from './copilot.module.css';

/** Stands under the log while a run has paused itself: somebody looks at why, and says whether it goes on. */
export function PausedRow({ session }: { session: ReturnType<typeof useSession> }) {
  const client = useClient();
  const runId = Object.entries(session.view.runs).findLast(([, status]) => status === 'paused')?.[0];
  const cancel = useMutation({ mutationFn: (id: string) => client.cancelRun(id) });
  return (
    <div role="status" className={classes.working} data-idle={runId === undefined || undefined}>
      {runId !== undefined && (
        <>
          <span className={classes.bannerText}>{cancel.error ? cancel.error.message : 'Paused. Why stands above.'}</span>
          <ResumeRun runId={runId} isSmall />
          <Button size="compact-xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(runId)}>
            Cancel
          </Button>
        </>
      )}
    </div>
  );
}
