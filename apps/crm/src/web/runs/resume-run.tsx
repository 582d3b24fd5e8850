import { useClient } from '@countersign/react';
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCan } from '../auth/me-query.ts';
import { refreshTask } from './run-queries.ts';
import classes from './runs.module.css';

/** Lets a paused run go on, for those who may say so. What made it pause stands in its log. */
export function ResumeRun({ runId, isSmall = false }: { runId: string; isSmall?: boolean }) {
  const client = useClient();
  const queryClient = useQueryClient();
  const mayResume = useCan('runs:resume');
  const resume = useMutation({
    mutationFn: () => client.resumeRun(runId),
    onSettled: () => refreshTask(queryClient, runId),
  });
  if (!mayResume) return null;
  return (
    <>
      {resume.error && (
        <span role="alert" className={classes.refusal}>
          {resume.error.message}
        </span>
      )}
      <Button
        size={isSmall ? 'compact-xs' : 'sm'}
        leftSection={isSmall ? undefined : <IconPlayerPlay size={17} aria-hidden />}
        loading={resume.isPending}
        onClick={() => resume.mutate()}
      >
        Go on
      </Button>
    </>
  );
}
