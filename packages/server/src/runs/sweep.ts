import type pg from 'pg';
import { expireApprovals } from '../approvals/expire-approvals.ts';
import type { Context } from '../context.ts';

/** A pending run is looked after by the sweep when its wake-up seems lost for this long. */
const PENDING_MS = 15_000;
const LIMIT = 100;

/** Finds what nobody looks after, across tenants, through the operator's named functions only. */
export interface Sweep {
  start(): void;
  stop(): Promise<void>;
}

/**
 * Creates the sweep: runs whose worker died, wake-ups that were lost beyond the queue's retries, approvals whose time is
 * over. Every node may sweep; claiming and settling decide who acts.
 */
export function createSweep(ctx: Context, pool: pg.Pool): Sweep {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    try {
      const orphans = await pool.query<{ tenant_id: string; run_id: string }>('select tenant_id, run_id from countersign.unsafe_list_orphans($1, $2)', [
        PENDING_MS,
        LIMIT,
      ]);
      for (const row of orphans.rows) ctx.kick(row.tenant_id, row.run_id);
      const expired = await pool.query<{ tenant_id: string; request_id: string }>(
        'select tenant_id, request_id from countersign.unsafe_list_expired_requests($1)',
        [LIMIT],
      );
      for (const row of expired.rows) await expireApprovals(ctx, row.tenant_id, row.request_id);
    } catch (error) {
      ctx.options.logger.warn({ error }, 'the sweep could not look; it will try again');
    }
  }

  return {
    start() {
      timer = setInterval(() => {
        sweeping = sweeping.then(sweep);
      }, ctx.options.worker.sweepMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await sweeping;
    },
  };
}
