import type { useSession } from '@countersign/react';
import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import classes from './copilot.module.css';

/** Shown while the copilot is at work, with the way to stop it. */
export function WorkingRow({ session }: { session: ReturnType<typeof useSession> }) {
  const [isStopping, setStopping] = useState(false);
  const stop = () => {
    setStopping(true);
    void session.cancel().finally(() => setStopping(false));
  };
  return (
    <div role="status" className={classes.working} data-idle={!session.isWorking || undefined}>
      {session.isWorking && (
        <>
          <Loader type="dots" size="sm" aria-hidden />
          <span className={classes.bannerText}>Working…</span>
          <Button size="compact-xs" variant="default" onClick={stop} loading={isStopping}>
            Cancel
          </Button>
        </>
      )}
    </div>
  );
}
