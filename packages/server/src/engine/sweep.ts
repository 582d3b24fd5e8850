import type pg from 'pg';
import { expireApprovals } from '../consent/approvals/expire-approvals.ts';
import { announce, resumeSwitchedOn } from '../consent/switches/resume-switched-on.ts';
import type { EngineContext } from './engine-context.ts';
import { settleAbandoned } from './settle-abandoned.ts';

/** A pending run is looked after by the sweep when its wake-up seems lost for this long. */
const PENDING_MS = 15_000;
const LIMIT = 100;

/** Finds what nobody looks after, across tenants, through the operator's named functions only. */
export interface Sweep {
  start(): void;
  stop(): Promise<void>;
}

const orphans = 'select tenant_id, run_id as id from countersign.unsafe_list_orphans($1, $2)';
const expired = 'select tenant_id, request_id as id from countersign.unsafe_list_expired_requests($1)';
const switchedOn = 'select tenant_id, tenant_id as id from countersign.unsafe_list_switched_on($1)';
const abandoned = 'select tenant_id, run_id as id from countersign.unsafe_list_abandoned($1)';

/**
 * Creates the sweep: runs whose worker died, wake-ups that were lost beyond the queue's retries, approvals whose time is
 * over, runs that a switch had paused and none stops any more, calls in flight that nobody waits for. Every node may sweep; claiming and settling decide who acts.
 */
export function createSweep(ctx: EngineContext, pool: pg.Pool): Sweep {
  const { logger, worker } = ctx.options;
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  /** Asking targets may take as long as they like: it must not keep the orphans waiting. */
  let asking: Promise<void> | undefined;

  async function find(statement: string, values: unknown[], act: (tenantId: string, id: string) => Promise<void> | void): Promise<void> {
    const { rows } = await pool.query<{ tenant_id: string; id: string }>(statement, values);
    for (const row of rows) {
      try {
        await act(row.tenant_id, row.id);
      } catch (error) {
        logger.warn({ id: row.id, error }, 'the sweep could not settle what it found; it will try again');
      }
    }
  }

  async function sweep(): Promise<void> {
    try {
      await find(orphans, [PENDING_MS, LIMIT], (tenantId, runId) => ctx.wake(tenantId, runId));
      await find(expired, [LIMIT], (tenantId, requestId) => expireApprovals(ctx, tenantId, requestId));
      await find(switchedOn, [LIMIT], (tenantId) => resumeTenant(ctx, tenantId));
    } catch (error) {
      logger.warn({ error }, 'the sweep could not look; it will try again');
    }
  }

  async function ask(): Promise<void> {
    try {
      await find(abandoned, [LIMIT], (tenantId, runId) => settleAbandoned(ctx, tenantId, runId));
    } catch (error) {
      logger.warn({ error }, 'the sweep could not look for abandoned calls; it will try again');
    } finally {
      asking = undefined;
    }
  }

  return {
    start() {
      timer = setInterval(() => {
        sweeping = sweeping.then(sweep);
        asking ??= ask();
      }, worker.sweepMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await sweeping;
      await asking;
    },
  };
}

/** Runs that the switch's own transaction has left: too many at once, of every tenant, or just pausing when it was lifted. */
async function resumeTenant(ctx: EngineContext, tenantId: string): Promise<void> {
  announce(ctx, tenantId, await ctx.tenant(tenantId, (sql) => resumeSwitchedOn(ctx, sql, { tenantId, actor: 'system' })));
}
