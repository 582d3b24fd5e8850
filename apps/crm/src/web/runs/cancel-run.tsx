import { useClient } from '@countersign/react';
import { IconPlayerStop } from '@tabler/icons-react';
import { RunButton } from './run-button.tsx';

/** Stops a run: nothing more is done. */
export function CancelRun({ runId, isSmall = false }: { runId: string; isSmall?: boolean }) {
  const client = useClient();
  return (
    <RunButton
      runId={runId}
      act={(id) => client.cancelRun({ runId: id })}
      icon={IconPlayerStop}
      isSmall={isSmall}
      variant="default"
      aria-label="Cancel the task"
    >
      Cancel
    </RunButton>
  );
}
