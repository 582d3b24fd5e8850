import { PgBoss, type Queue } from 'pg-boss';
import { withClient } from './database-error.ts';
import { appRole, changeShared, setupLock } from './ensure-roles.ts';

export const queueSchema = 'pgboss';
/** Carries the wake-ups of runs. */
export const runQueue = 'countersign-runs';
/** Carries the ticks of schedules. */
export const tickQueue = 'countersign-ticks';
/** The one through which pg-boss forwards ticks. It makes it itself, where it may. */
const forwardQueue = '__pgboss__send-it';

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

/** A tick may be repeated for a day: its runs are started once, however often it is. */
const tickQueueOptions = {
  retryLimit: 300,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  heartbeatSeconds: 10,
  expireInSeconds: 3600,
  deleteAfterSeconds: 86_400,
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
  await withClient(ownerUrl, (client) =>
    changeShared(client, async () => {
      // pg-boss installs on connections of its own; this one keeps the other nodes waiting meanwhile.
      await client.query(setupLock);
      await installAsOwner(ownerUrl);
      await client.query(grants);
    }),
  );
}

async function installAsOwner(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    max: 2,
    schema: queueSchema,
    createSchema: false,
    supervise: false,
    schedule: false,
    application_name: 'countersign-setup',
  });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  try {
    await boss.start();
    await boss.createQueue(runQueue, runQueueOptions);
    await boss.updateQueue(runQueue, runQueueOptions); // one that an earlier version made
    await boss.createQueue(tickQueue, tickQueueOptions);
    await boss.createQueue(forwardQueue);
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failures[0]) throw failures[0];
}
