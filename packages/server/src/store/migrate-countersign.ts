import { installQueue } from './install-queue.ts';
import { type Migration, migrate } from './migrate.ts';
import { initial } from './migrations/0001-initial.ts';
import { models } from './migrations/0002-models.ts';
import { consent } from './migrations/0003-consent.ts';
import { provenance } from './migrations/0005-provenance.ts';
import { switches } from './migrations/0006-switches.ts';
import { alerts } from './migrations/0007-alerts.ts';

/** The runtime's own migrations, oldest first. */
export const countersignMigrations: readonly Migration[] = [
  { name: '0001-initial', sql: initial },
  { name: '0002-models', sql: models },
  { name: '0003-consent', sql: consent },
  { name: '0005-provenance', sql: provenance },
  { name: '0006-switches', sql: switches },
  { name: '0007-alerts', sql: alerts },
];

/**
 * Brings the runtime's schema and its queue up to date. Run it as the owner before the runtime starts; at later starts it
 * finds nothing to do.
 * @returns the names of the migrations that were applied
 * @throws {CountersignError} `unavailable`, `invalid_options` or `internal`
 */
export async function migrateCountersign({ ownerUrl }: { ownerUrl: string }): Promise<string[]> {
  const applied = await migrate({ url: ownerUrl, namespace: 'countersign', migrations: countersignMigrations });
  await installQueue(ownerUrl);
  return applied;
}
