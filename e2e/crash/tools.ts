import { setTimeout as delay } from 'node:timers/promises';
import { defineTool, type ExecuteContext, type Recovery, type ToolDefinition, type Verification } from '@countersign/core';
import type pg from 'pg';
import { z } from 'zod';
import type { LedgerMode } from './ledger-entry.ts';

const Text = z.object({ text: z.string().meta({ meaning: 'content' }) });
const Sent = z.object({ messageId: z.string() });
const Found = z.discriminatedUnion('happened', [z.object({ happened: z.literal(true), messageId: z.string() }), z.object({ happened: z.literal(false) })]);
type Sent = z.infer<typeof Sent>;

interface Target {
  ledgerUrl: string;
  timeoutMs: number;
  /** Sends a request; without the header `Idempotency-Key` where the key is sabotaged. */
  fetch: typeof fetch;
}

const recoveries: Record<LedgerMode, Recovery> = {
  key: { by: 'key', windowMs: 600_000 },
  verify: { by: 'verify' },
  both: { by: 'verify', windowMs: 600_000 },
  human: { by: 'human' },
};

/** The tools of the app: one sends a text for each thing a target can do after a crash, one writes a row. */
export function createTools(target: Target) {
  const modes = Object.keys(recoveries) as LedgerMode[];
  return [
    ...modes.map((mode) => defineTool(toSendTool(target, mode))),
    // The same with a human's yes before it.
    defineTool({ ...toSendTool(target, 'key'), name: 'send_approved', risk: 'irreversible' as const }),
    addRow,
    addRowSlowly,
  ];
}

function toSendTool(target: Target, mode: LedgerMode): ToolDefinition<typeof Text, typeof Sent, undefined> {
  return {
    name: `send_by_${mode}`,
    description: 'Sends a text.',
    input: Text,
    output: Sent,
    risk: 'cautious',
    effect: 'external',
    reach: 'outward',
    permission: 'texts:send',
    timeoutMs: target.timeoutMs,
    recovery: recoveries[mode],
    execute: (ctx, input) => send(target, mode, ctx, input.text),
    verify: (ctx) => ask(target, mode, ctx),
  };
}

async function send(target: Target, mode: LedgerMode, ctx: ExecuteContext, text: string): Promise<Sent> {
  const response = await target.fetch(`${target.ledgerUrl}/${mode}/effects`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': ctx.idempotencyKey },
    body: JSON.stringify({ text }),
    signal: ctx.signal,
  });
  if (!response.ok) throw new Error(`The ledger answered ${response.status}.`);
  return Sent.parse(await response.json());
}

async function ask(target: Target, mode: LedgerMode, ctx: ExecuteContext): Promise<Verification<Sent>> {
  const response = await target.fetch(`${target.ledgerUrl}/${mode}/effects/${ctx.idempotencyKey}`, { signal: ctx.signal });
  if (!response.ok) return { status: 'unknown' };
  const found = Found.parse(await response.json());
  return found.happened ? { status: 'happened', output: { messageId: found.messageId } } : { status: 'not_happened' };
}

/** No unique constraint guards the rows: two of the same text show that something was done twice. */
export const hostSchema = `
create schema host; grant usage on schema host to countersign_app;
create table host.rows (tenant_id text not null, text text not null);
grant select, insert on host.rows to countersign_app;`;

const addRow = defineTool({
  name: 'add_row',
  description: 'Adds a row.',
  input: Text,
  output: Text,
  risk: 'cautious',
  effect: 'database',
  permission: 'rows:write',
  execute: async (ctx, input) => {
    // The recordings, in the same program, register the CRM's own transaction.
    await (ctx.tx as unknown as pg.ClientBase).query('insert into host.rows (tenant_id, text) values ($1, $2)', [ctx.principal.tenantId, input.text]);
    return input;
  },
});

/** The same, a second later: for runs that have to be at work while something else happens. */
const addRowSlowly = defineTool({
  ...addRow,
  name: 'add_row_slowly',
  execute: async (ctx, input) => {
    await delay(1_000);
    return addRow.execute(ctx, input);
  },
});
