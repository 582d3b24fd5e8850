import { toErrorBody } from '@countersign/core/internal';
import { useState } from 'react';
import { useClient } from '../hooks/provider.tsx';
import { useSession } from '../hooks/use-session.ts';
import { Button } from './button.tsx';
import { useDockSettings } from './dock-settings.tsx';

/** Shown while the agent is at work, with the way to stop it. */
export function WorkingRow() {
  const { isWorking, cancel } = useSession();
  const { texts } = useDockSettings();
  const [isStopping, setStopping] = useState(false);
  const stop = () => {
    setStopping(true);
    void cancel().finally(() => setStopping(false));
  };
  return (
    <div role="status" className="cs-row" data-idle={!isWorking || undefined}>
      {isWorking && (
        <>
          <span className="cs-dots" aria-hidden="true" />
          <span className="cs-grow">{texts.working}</span>
          <Button onClick={stop} isBusy={isStopping}>
            {texts.cancel}
          </Button>
        </>
      )}
    </div>
  );
}

/** Shown while a run has paused itself: somebody looks at why, and says whether it goes on. */
export function PausedRow() {
  const { view } = useSession();
  const { texts, renderPaused } = useDockSettings();
  const runId = Object.entries(view.runs).findLast(([, status]) => status === 'paused')?.[0];
  return (
    <div role="status" className="cs-row" data-idle={runId === undefined || undefined}>
      {runId !== undefined && (
        <>
          <span className="cs-grow">{texts.paused}</span>
          {renderPaused ? renderPaused(runId) : <PausedActions key={runId} runId={runId} />}
        </>
      )}
    </div>
  );
}

/** The log says what came of it; a refusal is said here. */
function PausedActions({ runId }: { runId: string }) {
  const client = useClient();
  const { texts } = useDockSettings();
  const [state, setState] = useState<{ isBusy: boolean; refusal?: string }>({ isBusy: false });
  const act = (answer: Promise<unknown>) => {
    setState({ isBusy: true });
    answer.then(
      () => setState({ isBusy: false }),
      (error: unknown) => setState({ isBusy: false, refusal: error instanceof Error ? error.message : toErrorBody('internal', String(error)).message }),
    );
  };
  return (
    <>
      {state.refusal && (
        <span role="alert" className="cs-refusal">
          {state.refusal}
        </span>
      )}
      <Button look="main" isBusy={state.isBusy} onClick={() => act(client.resumeRun({ runId }))}>
        {texts.resume}
      </Button>
      <Button isBusy={state.isBusy} aria-label={texts.cancelRun} onClick={() => act(client.cancelRun({ runId }))}>
        {texts.cancel}
      </Button>
    </>
  );
}
