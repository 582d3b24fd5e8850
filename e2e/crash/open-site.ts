import { readFile, rm } from 'node:fs/promises';

import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApprovalList, type ApprovalView, RunDetail, type RunStatus } from '@countersign/core';
import { createScratchDirectory, createTestDatabase, type TestDatabase } from '@countersign/server/testing';
import pg from 'pg';
import type { AppOptions, Fault, Sabotage, Task } from './app-options.ts';
import { LedgerEntry } from './ledger-entry.ts';
import { type Served, startProcess } from './start-process.ts';
import { hostSchema } from './tools.ts';

/** Short, so that a test does not wait for what takes ten seconds in production. */
const quickWorker = { leaseMs: 1_500, heartbeatMs: 400, sweepMs: 300 };

export interface AppSettings {
  fault?: Partial<Fault> & Pick<Fault, 'signal' | 'point'>;
  /** `defaults`: leases, heartbeats and sweeps as in production. */
  worker?: 'quick' | 'defaults';
  sabotage?: Sabotage;
  timeoutMs?: number;
}

type Decision = 'approve' | 'deny' | 'happened' | 'not_happened';

/** A database, a ledger and the processes of one test. All of it ends with the test, however that ends. */
export interface Site {
  readonly database: TestDatabase;
  /** Sees every tenant's rows: what a test judges by must not depend on what it judges. */
  readonly superuser: pg.Client;
  readonly ledger: Served;
  startApp(settings?: AppSettings): Promise<Served>;
  startRun(app: Served, task: Task): Promise<string>;
  /** Waits until the run has one of the states. @throws after 50 s, with what the processes logged */
  waitFor(runId: string, ...statuses: RunStatus[]): Promise<RunStatus>;
  getRun(app: Served, runId: string): Promise<RunDetail>;
  findApproval(app: Served, runId: string): Promise<ApprovalView>;
  /** Answers every item of a request over HTTP, all alike or each by its place. */
  decide(app: Served, approval: ApprovalView, decision: Decision | ((index: number) => Decision)): Promise<void>;
  /** Waits until a process has done with what it has in hand of a run. */
  settle(app: Served, runId: string): Promise<void>;
  readLedger(): Promise<LedgerEntry[]>;
}

const headers = { 'x-test-user': 'north/owner', 'content-type': 'application/json' };

/** Opens a site. `onFinished` is the test's `onTestFinished`. */
export async function openSite(onFinished: (fn: () => Promise<void>) => void): Promise<Site> {
  const processes: Served[] = [];
  const track = (served: Served): Served => {
    processes.push(served);
    return served;
  };
  const directory = createScratchDirectory('countersign-crash-');
  onFinished(() => rm(directory, { recursive: true, force: true }));
  const database = await createTestDatabase();
  onFinished(() => database.close());
  const superuser = new pg.Client({ connectionString: database.superUrl });
  await superuser.connect();
  onFinished(() => superuser.end());
  await superuser.query(hostSchema);
  const ledgerFile = path.join(directory, 'ledger.jsonl');
  // Registered last, so it runs first: nothing writes any more when the rest is closed.
  onFinished(() => killAll(processes));
  const ledger = track(await startProcess('ledger.ts', { LEDGER_FILE: ledgerFile }));
  return {
    database,
    superuser,
    ledger,
    startApp: async ({ sabotage, worker = 'quick', fault, timeoutMs } = {}) => {
      const options = {
        databaseUrl: database.appUrl,
        ledgerUrl: ledger.url,
        ...(fault && { fault }),
        ...(worker === 'quick' && { worker: quickWorker }),
        ...(timeoutMs !== undefined && { timeoutMs }),
      } satisfies Partial<Omit<AppOptions, 'fault'>> & { fault?: AppSettings['fault'] };
      return track(await startProcess('app.ts', { CRASH_APP: JSON.stringify(options), ...(sabotage && { COUNTERSIGN_SABOTAGE: sabotage }) }));
    },
    startRun: async (app, task) => {
      const response = await fetch(`${app.url}/agent/runs`, { method: 'POST', headers, body: JSON.stringify({ agent: 'crash', task: JSON.stringify(task) }) });
      if (response.status !== 202) throw new Error(`The run was not started: ${response.status} ${await response.text()}`);
      return ((await response.json()) as { runId: string }).runId;
    },
    waitFor: (runId, ...statuses) => waitForStatus(superuser, processes, runId, statuses),
    getRun: async (app, runId) => RunDetail.parse(await read(app, `/runs/${runId}`)),
    findApproval: async (app, runId) => {
      const { approvals } = ApprovalList.parse(await read(app, '/approvals'));
      const own = approvals.filter((approval) => approval.runId === runId);
      if (!own[0] || own.length > 1) throw new Error(`Run ${runId} has ${own.length} open approval requests, not one.`);
      return own[0];
    },
    decide: async (app, approval, decision) => {
      const decisions = approval.items.map(({ itemId }, index) => ({ itemId, decision: typeof decision === 'function' ? decision(index) : decision }));
      const body = JSON.stringify({ requestId: approval.requestId, decisions });
      const response = await fetch(`${app.url}/agent/approvals/decisions`, { method: 'POST', headers, body });
      if (response.status !== 200) throw new Error(`The decision was refused: ${response.status} ${await response.text()}`);
    },
    settle: async (app, runId) => {
      const response = await fetch(`${app.url}/advance/north/${runId}`, { method: 'POST' });
      if (response.status !== 200) throw new Error(`The run could not be advanced: ${await response.text()}`);
    },
    readLedger: async () => {
      const lines = (await readFile(ledgerFile, 'utf8')).split('\n').filter(Boolean);
      return lines.map((line) => LedgerEntry.parse(JSON.parse(line)));
    },
  };
}

async function read(app: Served, resource: string): Promise<unknown> {
  const response = await fetch(`${app.url}/agent${resource}`, { headers });
  if (response.status !== 200) throw new Error(`GET ${resource}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function waitForStatus(superuser: pg.Client, processes: readonly Served[], runId: string, statuses: readonly RunStatus[]): Promise<RunStatus> {
  for (const until = Date.now() + 50_000; ; await delay(25)) {
    const { rows } = await superuser.query<{ status: RunStatus }>('select status from countersign.runs where id = $1', [runId]);
    const status = rows[0]?.status;
    if (status !== undefined && statuses.includes(status)) return status;
    if (Date.now() < until) continue;
    throw new Error(`Run ${runId} is ${status} after 50 s, not ${statuses.join(' or ')}.\n${processes.map((served) => served.log()).join('\n')}`);
  }
}

async function killAll(processes: readonly Served[]): Promise<void> {
  for (const served of processes) {
    try {
      served.signal('SIGKILL'); // ends a stopped process too
    } catch {
      // It has ended already.
    }
  }
  await Promise.all(processes.map((served) => served.ended));
}
