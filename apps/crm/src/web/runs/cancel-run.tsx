import { useClient } from '@countersign/react';
import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refreshTask } from './run-queries.ts';
import classes from './runs.module.css';

/** Stops a run: nothing more is done. */
export function CancelRun({ runId, isSmall = false }: { runId: string; isSmall?: boolean }) {
  const client = useClient();
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => client.cancelRun(runId),
    onSettled: () => refreshTask(queryClient, runId),
  });
  return (
    <>
      {cancel.error && (
        <span role="alert" className={classes.refusal}>
          {cancel.error.message}
        </span>
      )}
      <Button
        variant="default"
        size={isSmall ? 'compact-xs' : 'sm'}
        leftSection={isSmall ? undefined : <IconPlayerStop size={17} aria-hidden />}
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
        aria-label="Cancel the task"
      >
        Cancel
      </Button>
    </>
  );
}
