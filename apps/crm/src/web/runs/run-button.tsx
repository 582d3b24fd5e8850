import { Button, type ButtonProps } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refreshTask } from './run-queries.ts';
import classes from './runs.module.css';

interface RunButtonProps extends Pick<ButtonProps, 'variant' | 'children'> {
  runId: string;
  /** What is done with the run; why it was refused stands beside the button. */
  act: (runId: string) => Promise<unknown>;
  icon: Icon;
  isSmall: boolean;
  'aria-label'?: string;
}

/** A button that does something with a run, after which the run is read again wherever it is shown. */
export function RunButton({ runId, act, icon: Sign, isSmall, ...props }: RunButtonProps) {
  const queryClient = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => act(runId),
    onSettled: () => refreshTask(queryClient, runId),
  });
  return (
    <>
      {error && (
        <span role="alert" className={classes.refusal}>
          {error.message}
        </span>
      )}
      <Button
        size={isSmall ? 'compact-xs' : 'sm'}
        leftSection={isSmall ? undefined : <Sign size={17} aria-hidden />}
        loading={isPending}
        onClick={() => mutate()}
        {...props}
      />
    </>
  );
}
