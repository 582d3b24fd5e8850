import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '../embedded/index.ts';
import { stopLeftover } from '../embedded/postmaster.ts';
import { isProcessAlive } from '../embedded/process-identity.ts';
import { withClient } from '../store/database-error.ts';
import { ownerRole } from '../store/ensure-roles.ts';
import { migrateCountersign } from '../store/migrate-countersign.ts';
import { toUrlOfDatabase } from '../store/role-url.ts';
import { prepareDatabase } from '../store/roles.ts';
import { createScratchDirectory, scratchRoots } from './create-scratch-directory.ts';

/** URLs of the server that a test run shares, for its maintenance database. */
export interface TestCluster {
  superUrl: string;
  ownerUrl: string;
  appUrl: string;
}

const variable = 'COUNTERSIGN_TEST_CLUSTER';
const prefix = 'countersign-test-';

/* Nothing here outlives the run, so nothing waits for a disk; the planner and the locks are PostgreSQL's own. */
const testSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
  // The files may lie in memory: what is not needed any more is given back soon.
  max_wal_size: '128MB',
  min_wal_size: '32MB',
};

/** The server of this test run. @throws when the tests run without the global set-up of the root's vitest.config.ts */
export function getTestCluster(): TestCluster {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error('No test database server: run the tests from the root, or list packages/server/src/testing/start-test-cluster.ts under globalSetup.');
  return JSON.parse(value) as TestCluster;
}

/** Starts one server for a whole run, with a migrated template; workers find it through the environment. Returns its end. */
export async function startTestCluster(): Promise<() => Promise<void>> {
  await removeLeftovers();
  const directory = createScratchDirectory(`${prefix}${process.pid}-`);
  const postgres = await startEmbeddedPostgres({ directory, settings: testSettings });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const { ownerUrl, appUrl } = await prepareDatabase({ url: postgres.url });
    process.env[variable] = JSON.stringify({ superUrl: postgres.url, ownerUrl, appUrl } satisfies TestCluster);
    await withClient(postgres.url, (client) => client.query(`create database ${toTemplateName('countersign')} owner ${ownerRole}`));
    await prepareDatabase({ url: toUrlOfDatabase(postgres.url, toTemplateName('countersign')) });
    await migrateCountersign({ ownerUrl: toUrlOfDatabase(ownerUrl, toTemplateName('countersign')) });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

export const toTemplateName = (template: string): string => `template_${template}`;

/** What runs that were killed left behind. */
async function removeLeftovers(): Promise<void> {
  for (const root of scratchRoots)
    for (const name of listDirectory(root).filter((entry) => entry.startsWith(prefix))) {
      if (isProcessAlive(Number(name.slice(prefix.length).split('-')[0]))) continue;
      const directory = path.join(root, name);
      await stopLeftover(path.join(directory, 'cluster'));
      rmSync(directory, { recursive: true, force: true });
    }
}

const listDirectory = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory) : []);
