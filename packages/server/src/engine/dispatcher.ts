import type { Logger, WorkerOptions } from '../options.ts';
import type { AdvanceResult } from './advance-run.ts';

/** Runs the runs of this process, a bounded number at a time, and fairly between tenants. */
export interface Dispatcher {
  /** Starts a run at once when there is room; otherwise leaves it to the queue. */
  wake(tenantId: string, runId: string): void;
  /** Runs it now and waits for it. For the queue, which bounds itself. */
  run(tenantId: string, runId: string): Promise<void>;
  start(): void;
  /** Takes no more and waits for what is at work. */
  stop(): Promise<void>;
}

/** One tenant may use at most this share of a worker, so that a flood of one leaves room for the others. */
export function perTenantLimit(concurrency: number): number {
  return Math.max(1, Math.ceil(concurrency * 0.75));
}

interface AtWork {
  tenantId: string;
  done: Promise<void>;
  isWokenAgain: boolean;
}

/** Creates the dispatcher over `advance`. */
export function createDispatcher(advance: (tenantId: string, runId: string) => Promise<AdvanceResult>, options: WorkerOptions, logger: Logger): Dispatcher {
  const atWork = new Map<string, AtWork>();
  let isStarted = false;

  function countOf(tenantId: string): number {
    let count = 0;
    for (const entry of atWork.values()) if (entry.tenantId === tenantId) count += 1;
    return count;
  }

  async function run(tenantId: string, runId: string): Promise<void> {
    const already = atWork.get(runId);
    if (already) {
      // The run may be just coming to rest, and this wake-up be for what came after: look once more.
      already.isWokenAgain = true;
      return already.done;
    }
    const entry: AtWork = { tenantId, done: Promise.resolve(), isWokenAgain: false };
    atWork.set(runId, entry);
    entry.done = (async () => {
      try {
        do {
          entry.isWokenAgain = false;
          await advance(tenantId, runId);
        } while (entry.isWokenAgain);
      } finally {
        atWork.delete(runId);
      }
    })();
    return entry.done;
  }

  return {
    wake(tenantId, runId) {
      if (!isStarted || atWork.size >= options.concurrency || countOf(tenantId) >= perTenantLimit(options.concurrency)) return;
      run(tenantId, runId).catch((error: unknown) =>
        logger.error({ runId, error }, 'a run could not be advanced; its lease will run out and a worker will go on'),
      );
    },
    run,
    start() {
      isStarted = true;
    },
    async stop() {
      isStarted = false;
      await Promise.allSettled([...atWork.values()].map((entry) => entry.done));
    },
  };
}
