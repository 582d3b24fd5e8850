import path from 'node:path';
import { CountersignError } from '@countersign/core';
import { startEmbeddedPostgres } from '@countersign/server/embedded';
import { type CrmOptions, createCrm } from '../create-crm.ts';
import { openConnections, prepareCrm } from '../db/open-database.ts';
import { createWebHandler } from '../http/web-files.ts';
import type { Log } from '../log.ts';
import { toDemo } from '../seed/demo-shops.ts';
import { isDemoSeeded, seedDemo } from '../seed/seed-demo.ts';
import { buildWeb } from './build-web.ts';
import { describeModels } from './describe-models.ts';
import { keepSecret } from './keep-secret.ts';
import { listen } from './listen.ts';
import type { Environment } from './parse-environment.ts';

const crmRoot = path.join(import.meta.dirname, '../../..');
const workspaceRoot = path.join(crmRoot, '../..');

/** How long requests at work may take to finish once the app stops. */
const GRACE_MS = 1_500;

export interface RunningCrm {
  /** Where to point a browser. */
  url: string;
  /** Are the demo sign-ins in the database? */
  isDemo: boolean;
  /** Ends everything, in the order in which one part needs the other. A second call waits for the first. */
  stop(): Promise<void>;
}

export interface StartOptions {
  log: Log;
  /** Told what takes time, in a few words. */
  note: (line: string) => void;
  /** What the crash tests put in the place of production's: a provider outside, fault points, a scripted proposer. */
  crm?: Pick<CrmOptions, 'textProvider' | 'countersign'>;
}

/**
 * Starts the whole product in this process: port, database, tables, demo data, web app, worker. What was started before
 * something failed is stopped again.
 *
 * @throws {CountersignError} `invalid_options` or `unavailable`, one sentence that says what to do
 */
export async function startCrm(environment: Environment, { log, note, crm }: StartOptions): Promise<RunningCrm> {
  const cleanUp: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopAll(cleanUp, log);
    return stopping;
  };
  try {
    const listener = await listen(environment);
    cleanUp.push(() => listener.close(GRACE_MS));
    const dataDirectory = path.resolve(workspaceRoot, environment.dataDirectory);
    const secret = environment.authSecret ?? (await keepSecret(dataDirectory));
    // The build needs a core and no database, the database little of either.
    const building = buildWeb(crmRoot, note);
    building.catch(() => {}); // Awaited below; until then a failure of it must not be reported as unhandled.
    const given = await findDatabase(environment, dataDirectory, cleanUp, note);
    const { appUrl, notes } = await prepareCrm(given);
    for (const line of notes) note(line);
    const connections = openConnections(appUrl, log);
    cleanUp.push(connections.close);
    if (environment.isDemo) await seedDemo(connections.authPool, connections.database, new Date());
    const isDemo = await isDemoSeeded(connections.authPool);
    const web = createWebHandler(await building);
    const url = environment.baseUrl ?? `http://localhost:${listener.port}`;
    note(describeModels(environment.models));
    const { inboundSecret, models, hasSchedules } = environment;
    const parts = {
      connections,
      hasSchedules,
      baseUrl: url,
      secret,
      log,
      demo: toDemo(isDemo),
      web,
      ...(inboundSecret && { inboundSecret }),
      ...(models && { models }),
    };
    const { app, countersign } = createCrm({ ...parts, ...crm });
    cleanUp.push(() => countersign.worker.stop());
    await countersign.worker.start();
    listener.open((request, env) => app.fetch(request, env));
    return { url, isDemo, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function findDatabase(
  environment: Environment,
  dataDirectory: string,
  cleanUp: (() => Promise<void>)[],
  note: (line: string) => void,
): Promise<{ url: string; appUrl?: string }> {
  const { databaseUrl, databaseAppUrl } = environment;
  if (databaseUrl) return { url: databaseUrl, ...(databaseAppUrl && { appUrl: databaseAppUrl }) };
  note('Starting PostgreSQL…');
  const postgres = await startEmbeddedPostgres({ directory: path.join(dataDirectory, 'postgres') });
  cleanUp.push(() => postgres.stop());
  return { url: postgres.url };
}

/** Requests first, then the worker, then connections, then the database: the reverse of the start, but for the port. */
async function stopAll(cleanUp: (() => Promise<void>)[], log: Log): Promise<void> {
  const [listener, ...rest] = cleanUp;
  for (const end of [listener, ...rest.reverse()]) {
    await end?.().catch((error: unknown) => log.error({ error }, 'a part of the app did not stop as it should'));
  }
}

/** One sentence for people where we have one; the whole error where it is a defect. */
export function describeFailure(error: unknown): string {
  if (error instanceof CountersignError && error.code !== 'internal') return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
