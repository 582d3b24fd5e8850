import { createServer } from 'node:http';
import { defineAgent, defineIntent, defineTool, node } from '@countersign/core';
import { createCountersign, createPool, createTextAfter, migrate, migrateCountersign, pgDatabase, prepareDatabase } from '@countersign/server';
import { startEmbeddedPostgres } from '@countersign/server/embedded';
import { toNodeHandler } from '@countersign/server/node';
import type pg from 'pg';
import { z } from 'zod';

declare module '@countersign/core' {
  interface Register {
    tx: pg.PoolClient;
  }
}

/** A service of the host: the same function for a form, a route and the agent. */
const Task = z.object({ text: z.string().trim().min(1).max(200) });
async function addTask(tx: pg.PoolClient, tenantId: string, task: z.infer<typeof Task>) {
  await tx.query('insert into todo.tasks (tenant_id, text) values ($1, $2)', [tenantId, task.text]);
  return task;
}

const addTaskTool = defineTool({
  name: 'add_task',
  description: 'Put a task on the list.',
  input: Task,
  output: Task,
  risk: 'cautious',
  effect: 'database',
  permission: 'tasks:write',
  execute: (ctx, input) => addTask(ctx.tx, ctx.principal.tenantId, input),
  receipt: (task) => `On the list: ${task.text}`,
});

const addTaskIntent = defineIntent({
  name: 'add_task',
  title: 'Remind you to do something',
  // A few ways to say it teach the classifier; `{task}` stands for what the slot reads, here all that follows "to".
  examples: ['remind me to {task}', 'please remind me to {task}', 'add a task to {task}', "don't let me forget to {task}", 'I need to {task}'],
  slots: { task: createTextAfter(['to']) },
  propose: ({ slots }) =>
    slots.task
      ? { calls: [{ tool: 'add_task', input: { text: slots.task } }], isFinal: true }
      : { show: [node('message', { role: 'agent', text: 'What shall I remind you to do?' })] },
});

const schema = `create schema todo; create table todo.tasks (tenant_id text not null, text text not null, at timestamptz not null default now());
  alter table todo.tasks enable row level security; grant usage on schema todo to countersign_app; grant select, insert on todo.tasks to countersign_app;
  create policy tenant on todo.tasks using (tenant_id = current_setting('countersign.tenant', true));`;

const postgres = process.env.DATABASE_URL ? undefined : await startEmbeddedPostgres({ directory: '.data/minimal' });
const { ownerUrl, appUrl } = await prepareDatabase({ url: postgres?.url ?? process.env.DATABASE_URL ?? '' });
await migrateCountersign({ ownerUrl });
await migrate({ url: ownerUrl, namespace: 'todo', migrations: [{ name: '0001-tasks', sql: schema }] });

const pool = createPool({ url: appUrl });
const countersign = createCountersign({
  database: pgDatabase({ pool }),
  agents: [defineAgent({ name: 'todo', description: 'Keeps your list.', tools: [addTaskTool], intents: [addTaskIntent] })],
  // A demonstration: whoever says `x-user: ann` is Ann. A real host reads its own session here.
  authenticate: (request) => {
    const userId = request.headers.get('x-user');
    return userId ? { tenantId: 'home', userId } : null;
  },
  resolvePrincipal: (identity) => ({ ...identity, roles: ['member'], timeZone: 'UTC' }),
  can: (_principal, permission) => permission === 'tasks:write',
});
await countersign.worker.start();

const server = createServer(toNodeHandler(countersign.handler)).listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  const address = server.address();
  console.log(`Ready: http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/agent`);
});

async function stop(): Promise<void> {
  server.close().closeAllConnections();
  await countersign.worker.stop();
  await pool.end();
  await postgres?.stop();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
