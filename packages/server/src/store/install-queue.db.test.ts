import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { withClient } from './database-error.ts';
import { installQueue, queueSchema, runQueue } from './install-queue.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const untilTrue = async (isTrue: () => boolean, what: string): Promise<void> => {
  for (const until = Date.now() + 10_000; !isTrue(); await delay(20)) if (Date.now() > until) throw new Error(`${what} did not happen within 10 s.`);
};

test('the app works the queue, with supervision and schedules, and never meets a missing permission', async () => {
  const boss = new PgBoss({
    connectionString: database.appUrl,
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    supervise: true,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 1,
    schedule: true,
    cronMonitorIntervalSeconds: 1,
    cronWorkerIntervalSeconds: 1,
    clockMonitorIntervalSeconds: 1,
    persistWarnings: true,
    useListenNotify: true,
    monitorVacuum: true,
  });
  const troubles: unknown[] = [];
  boss.on('error', (error) => troubles.push(error));
  boss.on('warning', (warning) => troubles.push(warning));
  await boss.start();
  const seen: unknown[] = [];
  let failures = 1;
  await boss.work(runQueue, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
    if (failures-- > 0) throw new Error('the first attempt fails, so that the retry is tried, too');
    seen.push(...jobs.map((job) => job.data));
  });
  await boss.send(runQueue, { runId: 'r1' });
  await boss.sendAfter(runQueue, { runId: 'r2' }, null, 1);
  await boss.send(runQueue, { runId: 'r3' }, { singletonKey: 'r3', group: { id: 'tenant' } });
  await boss.schedule(runQueue, '* * * * *', { runId: 'cron' }, { key: 'k' });
  await untilTrue(() => seen.length >= 3, 'Working three jobs');
  await boss.supervise(runQueue);
  await boss.supervise();
  await boss.unschedule(runQueue, 'k');
  const id = await boss.send(runQueue, { runId: 'r4' }, { startAfter: 100 });
  await boss.cancel(runQueue, id as string);
  await boss.deleteJob(runQueue, id as string);
  await delay(2500);
  await boss.stop({ graceful: true, timeout: 2000 });
  expect(troubles).toEqual([]);
  expect(seen).toEqual(expect.arrayContaining([{ runId: 'r1' }, { runId: 'r2' }, { runId: 'r3' }]));
});

test('a wake-up that nobody could serve is kept and tried again, and what is done is soon deleted', async () => {
  await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query('select retry_limit, retry_delay, heartbeat_seconds, deletion_seconds from pgboss.queue where name = $1', [runQueue]);
    expect(rows).toEqual([{ retry_limit: 1000, retry_delay: 1, heartbeat_seconds: 10, deletion_seconds: 3600 }]);
  });
});

test('installing again changes nothing and works while a runtime is connected', async () => {
  await database.pool.query('select 1');
  await Promise.all([installQueue(database.ownerUrl), installQueue(database.ownerUrl)]);
  await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query('select name from pgboss.queue where name = $1', [runQueue]);
    expect(rows).toHaveLength(1);
  });
});

test('the app cannot change the tables of the queue', async () => {
  for (const statement of [
    'alter table pgboss.job add column x int',
    'drop table pgboss.schedule',
    'create table pgboss.mine (x int)',
    'truncate pgboss.job',
  ]) {
    await expect(
      withClient(database.appUrl, (client) => client.query(statement)),
      statement,
    ).rejects.toThrow(/must be owner|permission denied/);
  }
});
