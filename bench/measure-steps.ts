import type { BenchHost, Mode } from './host.ts';

export interface StepFigures {
  stepsPerSecond: number;
  /** Database bytes (tables and indexes) and WAL bytes one step added. */
  bytesPerStep: number;
  walBytesPerStep: number;
}

export interface StepLoad {
  mode: Mode;
  runs: number;
  stepsPerRun: number;
  /** Runs advanced at the same time. */
  atOnce: number;
  tenants: number;
}

/** Advances runs through the real loop, `atOnce` at a time, and counts the steps that were committed. */
export async function measureSteps(host: BenchHost, load: StepLoad): Promise<StepFigures> {
  const runs: { tenantId: string; runId: string }[] = [];
  for (let index = 0; index < load.runs; index++) {
    const principal = host.principal(index % load.tenants);
    const { runId } = await host.countersign.api.startRun(principal, { agent: load.mode, task: 'Write notes.' });
    runs.push({ tenantId: principal.tenantId, runId });
  }
  const before = await readSize(host);
  const startedAt = performance.now();
  const queue = [...runs];
  await Promise.all(
    Array.from({ length: load.atOnce }, async () => {
      for (let run = queue.shift(); run; run = queue.shift()) await host.countersign.advance(run.tenantId, run.runId);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await readSize(host);
  const steps = await countSteps(
    host,
    runs.map((run) => run.runId),
  );
  const expected = load.runs * load.stepsPerRun;
  if (steps !== expected) throw new Error(`${steps} steps were committed, not ${expected}: the figures would mean nothing.`);
  return { stepsPerSecond: steps / seconds, bytesPerStep: (after.bytes - before.bytes) / steps, walBytesPerStep: (after.wal - before.wal) / steps };
}

async function countSteps(host: BenchHost, runIds: string[]): Promise<number> {
  const { rows } = await host.admin.query<{ count: number }>(
    "select count(*)::int as count from countersign.invocations where run_id = any($1::uuid[]) and status = 'succeeded'",
    [runIds],
  );
  return rows[0]?.count ?? 0;
}

const size = `
select sum(pg_total_relation_size(c.oid))::float8 as bytes, (pg_current_wal_insert_lsn() - '0/0')::float8 as wal
from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('countersign', 'host') and c.relkind = 'r'`;

async function readSize(host: BenchHost): Promise<{ bytes: number; wal: number }> {
  const { rows } = await host.admin.query<{ bytes: number; wal: number }>(size);
  return rows[0] as { bytes: number; wal: number };
}

export interface FlatFigures {
  earlyMs: number;
  lateMs: number;
}

/** How long a step takes early and late in runs of 200 steps: medians of the gaps between the steps' transactions, around step 10 and before step 200. */
export async function measureFlatness(host: BenchHost, runs: number): Promise<FlatFigures> {
  const early: number[] = [];
  const late: number[] = [];
  for (let index = 0; index < runs; index++) {
    const principal = host.principal(index);
    const { runId } = await host.countersign.api.startRun(principal, { agent: 'fused', task: 'A long one.' });
    await host.countersign.advance(principal.tenantId, runId);
    const { rows } = await host.admin.query<{ at: number }>(
      'select extract(epoch from at)::float8 * 1000 as at from countersign.steps where run_id = $1 order by step_index',
      [runId],
    );
    const gaps = rows.slice(1).map((row, position) => row.at - (rows[position]?.at ?? 0));
    early.push(...gaps.slice(5, 25));
    late.push(...gaps.slice(-20));
  }
  return { earlyMs: median(early), lateMs: median(late) };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
