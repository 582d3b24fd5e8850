import { useClient } from '@countersign/react';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useCan } from '../auth/me-query.ts';
import { RunButton } from './run-button.tsx';

/** Lets a paused run go on, for those who may say so. What made it pause stands in its log. */
export function ResumeRun({ runId, isSmall = false }: { runId: string; isSmall?: boolean }) {
  const client = useClient();
  const mayResume = useCan('runs:resume');
  if (!mayResume) return null;
  return (
    <RunButton runId={runId} act={(id) => client.resumeRun({ runId: id })} icon={IconPlayerPlay} isSmall={isSmall}>
      Go on
    </RunButton>
  );
}
