import { defineAgent, defineTool, node } from '@countersign/core';
import { createCountersign, createPool, migrateCountersign, pgDatabase, prepareDatabase } from '@countersign/server';
import type pg from 'pg';
import { z } from 'zod';

declare module '@countersign/core' {
  interface Register {
    tx: pg.PoolClient;
  }
}

const addNote = defineTool({
  name: 'add_note',
  description: 'Keep a note.',
  input: z.object({ text: z.string().min(1) }),
  output: z.object({ text: z.string() }),
  risk: 'cautious',
  effect: 'database',
  permission: 'notes:write',
  execute: async (ctx, input) => {
    // `ctx.tx` is a pg client by the declaration above: with any other type this line does not compile.
    await ctx.tx.query('insert into public.notes (tenant_id, text) values ($1, $2)', [ctx.principal.tenantId, input.text]);
    return { text: input.text };
  },
  receipt: (output) => `Noted: ${output.text}`,
});

/** A whole host in one module: what somebody writes who installs the packages. Sign-in is a header, as befits a test. */
export async function startNotes() {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set.');
  const { ownerUrl, appUrl } = await prepareDatabase({ url: DATABASE_URL });
  await migrateCountersign({ ownerUrl });
  const pool = createPool({ url: appUrl });
  const countersign = createCountersign({
    database: pgDatabase({ pool }),
    agents: [defineAgent({ name: 'notes', description: 'Keeps notes.', tools: [addNote] })],
    proposer: () => ({
      name: 'notes',
      propose: ({ cause }) => ({
        show: [node('message', { role: 'agent', text: 'I will note that.' })],
        calls: [{ tool: 'add_note', input: { text: cause.kind === 'message' ? cause.text : cause.task } }],
        isFinal: true,
      }),
    }),
    authenticate: (request) => {
      const userId = request.headers.get('x-user');
      return userId ? { tenantId: 'north', userId } : null;
    },
    resolvePrincipal: (identity) => ({ ...identity, roles: ['owner'], timeZone: 'UTC' }),
    can: (_principal, permission) => permission.startsWith('notes:'),
  });
  await countersign.worker.start();
  const stop = async () => {
    await countersign.worker.stop();
    await pool.end();
  };
  return { countersign, stop };
}
