import type { useSession } from '@countersign/react';
import { CancelRun } from '../runs/cancel-run.tsx';
import { ResumeRun } from '../runs/resume-run.tsx';
import classes from './copilot.module.css';

/** Stands under the log while a run has paused itself: somebody looks at why, and says whether it goes on. */
export function PausedRow({ session }: { session: ReturnType<typeof useSession> }) {
  const runId = Object.entries(session.view.runs).findLast(([, status]) => status === 'paused')?.[0];
  return (
    <div role="status" className={classes.working} data-idle={runId === undefined || undefined}>
      {runId !== undefined && (
        <>
          <span className={classes.bannerText}>Paused. Why stands above.</span>
          <ResumeRun runId={runId} isSmall />
          <CancelRun runId={runId} isSmall />
        </>
      )}
    </div>
  );
}
