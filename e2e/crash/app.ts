import http from 'node:http';
import { flushCompileCache } from 'node:module';
import type { AddressInfo } from 'node:net';
import { defineAgent, proposeEach } from '@countersign/core';
import { createCountersign, createPool, pgDatabase } from '@countersign/server';
import { toNodeHandler } from '@countersign/server/node';
import { scriptedProposer } from '@countersign/server/testing';
import { AppOptions, Sabotage, Task } from './app-options.ts';
import { createFaults } from './create-faults.ts';
import { applySabotage } from './sabotage.ts';
import { createTools } from './tools.ts';

/**
 * The app under test, a process of its own: the real runtime on a real database, sending texts to the ledger. What it is
 * told to do stands in the task of a run. It reports on standard output: that it is ready, and that its fault fired.
 */
const options = AppOptions.parse(JSON.parse(process.env.CRASH_APP ?? '{}'));
const sabotage = Sabotage.optional().parse(process.env.COUNTERSIGN_SABOTAGE);
const faults = createFaults(options.fault);
const pool = createPool({ url: options.databaseUrl });
const { fetch } = applySabotage(sabotage, pool);

const log = (level: string) => (fields: object, message: string) => console.error(level, message, fields);
const countersign = createCountersign({
  database: pgDatabase({ pool }),
  agents: [defineAgent({ name: 'crash', description: 'Does what its task says.', tools: createTools({ ...options, fetch }), bounds: { maxSteps: 500 } })],
  authenticate: (request) => {
    const [tenantId, userId] = (request.headers.get('x-test-user') ?? '').split('/');
    return tenantId && userId ? { tenantId, userId } : null;
  },
  resolvePrincipal: (identity) => ({ ...identity, roles: ['owner'], timeZone: 'UTC' }),
  can: () => true,
  proposer: () =>
    scriptedProposer((turn) => {
      const { steps, costMicros, each } = Task.parse(turn.cause.kind === 'task' ? JSON.parse(turn.cause.task) : undefined);
      if (each) {
        const progress = { title: 'Texts', words: { one: 'text', many: 'texts', done: 'sent' } };
        const inputs = each.texts.map((text) => ({ text }));
        return proposeEach(turn, { tool: 'send_approved', inputs, progress, pageSize: each.pageSize }) ?? { isFinal: true };
      }
      const isFinal = turn.stepIndex >= steps.length - 1;
      return { calls: steps[turn.stepIndex] ?? [], isFinal, ...(costMicros !== undefined && { usage: { costMicros } }) };
    }),
  ...(options.worker && { worker: options.worker }),
  ...(faults && { faults }),
  logger: { info() {}, warn: log('warn'), error: log('error') },
});

const handle = toNodeHandler(countersign.handler);
const server = http.createServer((request, response) => {
  const [, path, tenantId = '', runId = ''] = (request.url ?? '').split('/');
  if (path !== 'advance') return handle(request, response);
  // Waits for whatever this process has in hand of a run, then looks at it once more.
  countersign.advance(tenantId, runId).then(
    () => response.end('{}'),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});

await countersign.worker.start();
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ ready: (server.address() as AddressInfo).port })));

async function end(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await countersign.worker.stop();
  await pool.end();
  process.exit();
}

// A killed process would leave nothing in the cache for the next.
flushCompileCache();

process.once('SIGTERM', () => void end());
// The test that started this process is gone when its end of the pipe closes.
process.stdin.resume().on('end', () => process.exit());
