import { PgBoss } from 'pg-boss';
import { queueSchema, tickQueue } from '../store/install-queue.ts';

/**
 * Strikes a schedule by hand, whatever the clock says: the latest moment that its expression names has come.
 *
 * @example await sendTick({ url: database.appUrl, schedule: 'reminders', timeZone: 'America/New_York' })
 */
export async function sendTick({ url, schedule, timeZone = 'UTC' }: { url: string; schedule: string; timeZone?: string }): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: queueSchema, migrate: false, createSchema: false, supervise: false, schedule: false });
  await boss.start();
  await boss.send(tickQueue, { schedule, timeZone });
  await boss.stop({ graceful: false });
}
