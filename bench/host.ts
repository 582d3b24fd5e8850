import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineAgent, defineTool, type Principal } from '@countersign/core';
import { type Countersign, createCountersign, createPool, migrateCountersign, pgDatabase, prepareDatabase } from '@countersign/server';
import { startEmbeddedPostgres } from '@countersign/server/embedded';
import pg from 'pg';
import { z } from 'zod';

/** The host of the benchmark: one table, one tool that inserts a row into it, a PostgreSQL with its default durability. */
export interface BenchHost {
  countersign: Countersign;
  pool: pg.Pool;
  /** A superuser's connection, for sizes and WAL positions. */
  admin: pg.Client;
  appUrl: string;
  principal(tenant: number): Principal;
  close(): Promise<void>;
}

/** Who pays: `fused` proposals cost nothing and commit with their outcome; `paid` ones commit first, then the outcome. */
export type Mode = 'fused' | 'paid';

const schema = `
create schema host; grant usage on schema host to countersign_app;
create table host.notes (tenant_id text not null, id bigint generated always as identity, run_id uuid not null, step integer not null, body text not null,
  primary key (tenant_id, id));
alter table host.notes enable row level security; alter table host.notes force row level security;
create policy tenant on host.notes using (tenant_id = nullif(current_setting('countersign.tenant', true), ''));
grant select, insert on host.notes to countersign_app;`;

const insertNote = 'insert into host.notes (tenant_id, run_id, step, body) values ($1, $2, $3, $4) returning id::int';

interface Client {
  query<R>(config: { name: string; text: string; values: unknown[] }): Promise<{ rows: R[] }>;
}

const addNote = defineTool({
  name: 'add_note',
  description: 'Inserts one row.',
  input: z.object({ step: z.int(), body: z.string() }),
  output: z.object({ id: z.int() }),
  risk: 'cautious',
  effect: 'database',
  permission: 'notes:write',
  receipt: (output) => `Note ${output.id} saved.`,
  execute: async (ctx, input) => {
    const client = ctx.tx as Client;
    const { rows } = await client.query<{ id: number }>({
      name: 'insert_note',
      text: insertNote,
      values: [ctx.principal.tenantId, ctx.runId, input.step, input.body],
    });
    return rows[0] as { id: number };
  },
});

/** Starts PostgreSQL, migrates, and builds the runtime with an instant scripted proposer. */
export async function startHost(stepsPerRun: () => number): Promise<BenchHost> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  await chmod(directory, 0o755); // PostgreSQL runs as a user of its own where this runs as root, and must get in.
  const postgres = await startEmbeddedPostgres({ directory });
  const { ownerUrl, appUrl } = await prepareDatabase({ url: postgres.url });
  await migrateCountersign({ ownerUrl });
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(schema);
  await owner.end();
  const pool = createPool({ url: appUrl, max: 20 });
  const principal = (tenant: number): Principal => ({ tenantId: `tenant-${tenant}`, userId: 'bench', roles: [], timeZone: 'UTC' });
  const bounds = { maxSteps: 1_000, maxDurationMs: 3_600_000, maxCostMicros: 1_000_000_000 };
  const agent = (name: Mode) => defineAgent({ name, description: 'Benchmark.', tools: [addNote], bounds });
  const countersign = createCountersign({
    database: pgDatabase({ pool }),
    agents: [agent('fused'), agent('paid')],
    authenticate: () => null,
    resolvePrincipal: (identity) => ({ ...identity, roles: [], timeZone: 'UTC' }),
    // Its tenants never had an hour like this one.
    anomalies: { minCallsPerHour: 100_000_000 },
    can: () => true,
    worker: { leaseMs: 600_000 },
    proposer: ({ name }) => ({
      name: 'scripted',
      propose: (turn) => ({
        calls: [{ tool: 'add_note', input: { step: turn.stepIndex, body: 'A note of about the length that notes have in practice.' } }],
        isFinal: turn.stepIndex + 1 >= stepsPerRun(),
        ...(name === 'paid' && { usage: { model: 'scripted', inputTokens: 1_000, outputTokens: 100, costMicros: 1 } }),
      }),
    }),
  });
  let isClosed = false;
  return {
    countersign,
    pool,
    admin,
    appUrl,
    principal,
    async close() {
      if (isClosed) return;
      isClosed = true;
      await countersign.worker.stop();
      await pool.end();
      await admin.end();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
