import type { Run } from '../runs/run.ts';
import type { EngineContext } from './engine-context.ts';
import { loadRun, type RunRow } from './load-run.ts';

/** What of a run's row loading it takes. */
const columns = /* sql */ `session_id, agent, user_id, cause, epoch, step_count, cost_micros::float8, unknown_tools, failures, barren_claims, resumed_at,
  (worked_ms + coalesce(extract(epoch from now() - active_since), 0) * 1000)::float8 as worked_ms`;

/**
 * Takes a run: only a pending one, or one whose lease ran out. The lease must carry the run's epoch, so that of two workers
 * that see the same expired lease the second finds the epoch moved on and leaves the first alone.
 */
const claim = /* sql */ `
with claimed as (
  update countersign.runs r set status = 'running', epoch = r.epoch + 1, barren_claims = r.barren_claims + 1,
    /* a model call that nobody settled: the worker died on it, and it may have cost all that was held for it */
    cost_micros = r.cost_micros + r.reserved_micros, reserved_micros = 0, active_since = coalesce(r.active_since, now()), updated_at = now()
  where r.tenant_id = $1 and r.id = $2 and (r.status = 'pending' or (r.status = 'running' and exists (
    select from countersign.leases l where l.tenant_id = r.tenant_id and l.run_id = r.id and l.epoch = r.epoch and l.expires_at <= now())))
  returning r.*),
leased as (
  insert into countersign.leases (tenant_id, run_id, worker_id, epoch, expires_at)
  select tenant_id, id, $3, epoch, now() + $4 * interval '1 millisecond' from claimed
  on conflict (tenant_id, run_id) do update set worker_id = excluded.worker_id, epoch = excluded.epoch, expires_at = excluded.expires_at),
log as (
  update countersign.sessions s set last_seq = s.last_seq + 1, updated_at = now()
  from claimed c where s.tenant_id = c.tenant_id and s.id = c.session_id returning s.last_seq),
said as (
  insert into countersign.events (tenant_id, session_id, seq, body)
  select c.tenant_id, c.session_id, log.last_seq, jsonb_build_object('type', 'run.status', 'runId', c.id, 'status', 'running') from claimed c, log)
select ${columns} from claimed`;

const ended = /* sql */ `select ${columns} from countersign.runs where tenant_id = $1 and id = $2 and finished_at is not null`;

/** Claims a run and loads it. Undefined: somebody else has it, or there is nothing to do. */
export async function claimRun(ctx: EngineContext, tenantId: string, runId: string): Promise<Run | undefined> {
  const { leaseMs } = ctx.options.worker;
  const claimed = await ctx.tenant(tenantId, async (sql) => {
    const { rows } = await sql<RunRow>(claim, [tenantId, runId, ctx.leases.workerId, leaseMs]);
    return rows[0] && loadRun(ctx, sql, { tenantId, runId, row: rows[0] });
  });
  // Held only once the claim is committed: a lease that nobody works under has to run out.
  return claimed && { ...claimed, signal: ctx.leases.hold(claimed.fence) };
}

/** Loads a run that has ended, without claiming it: nothing can be committed to it any more. Undefined: it has not ended. */
export async function loadEndedRun(ctx: EngineContext, tenantId: string, runId: string): Promise<Run | undefined> {
  const run = await ctx.tenant(tenantId, async (sql) => {
    const { rows } = await sql<RunRow>(ended, [tenantId, runId]);
    return rows[0] && loadRun(ctx, sql, { tenantId, runId, row: rows[0] });
  });
  return run && { ...run, signal: new AbortController().signal };
}
