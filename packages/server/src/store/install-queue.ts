import { PgBoss, type Queue } from 'pg-boss';
import { withClient } from './database-error.ts';
import { appRole, changeShared, setupLock } from './ensure-roles.ts';

export const queueSchema = 'pgboss';
/** Carries the wake-ups of runs. */
export const runQueue = 'countersign-runs';

/** A wake-up says only "look at this run", so it is repeated until somebody did; once done there is nothing to keep. */
const runQueueOptions = {
  retryLimit: 1000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 30,
  heartbeatSeconds: 10,
  expireInSeconds: 3600,
  deleteAfterSeconds: 3600,
} as const satisfies Omit<Queue, 'name'>;

/* The app's role works the queue and cannot change its tables. New ones of a later pg-boss are covered by the same call. */
const grants = /* sql */ `
  grant usage on schema ${queueSchema} to ${appRole};
  grant select, insert, update, delete on all tables in schema ${queueSchema} to ${appRole};
  grant usage on all sequences in schema ${queueSchema} to ${appRole};
  grant execute on all functions in schema ${queueSchema} to ${appRole}`;

/**
 * Installs or upgrades pg-boss's schema as the owner, so that the runtime can work it with `migrate: false`. The queue of
 * wake-ups is created here: making one is a change of schema.
 * @throws {CountersignError} `unavailable` or `invalid_options`
 */
export async function installQueue(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    const boss = new PgBoss({ db, schema: queueSchema, createSchema: false, supervise: false, schedule: false });
    const failures: Error[] = [];
    boss.on('error', (error) => failures.push(error));
    await boss.start();
    await boss.createQueue(runQueue, runQueueOptions);
    await boss.updateQueue(runQueue, runQueueOptions);
    await boss.stop({ graceful: false });
    if (failures[0]) throw failures[0];
    await changeShared(client, async () => {
      await client.query(setupLock);
      await client.query(grants);
    });
  });
}
