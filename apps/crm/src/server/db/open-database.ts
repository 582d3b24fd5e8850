import type { HostDatabase } from '@countersign/server';
import { createPool, migrate, migrateCountersign, pgDatabase, prepareDatabase } from '@countersign/server';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Log } from '../log.ts';
import type { CrmTx } from './crm-tx.ts';
import { crmMigrations } from './migrations/crm-migrations.ts';

/** The connections of the app. Three pools, so that none of the three can starve another. */
export interface Connections {
  /** Services and the runtime. */
  database: HostDatabase;
  /** What external calls write while they hold a connection of `database` (messages/outbox-provider.ts). */
  outside: HostDatabase;
  /** Signing in. */
  authPool: pg.Pool;
  close(): Promise<void>;
}

/** Makes the roles and tables that are missing. @throws {CountersignError} `unavailable`, `invalid_options`: one sentence */
export async function prepareCrm(given: { url: string; appUrl?: string }): Promise<{ appUrl: string; notes: string[] }> {
  const { ownerUrl, appUrl, notes } = await prepareDatabase(given);
  await migrateCountersign({ ownerUrl });
  await migrate({ url: ownerUrl, namespace: 'crm', migrations: crmMigrations });
  return { appUrl, notes };
}

/** Connects as the role that owns nothing and bypasses nothing. */
export function openConnections(appUrl: string, log: Log): Connections {
  let isClosing = false;
  // pg hands its good-bye to the server without waiting for it to be read, so an end of the server may come first.
  const onError = (error: Error) => isClosing || log.warn({ error }, 'an idle database connection broke');
  const pools = {
    main: createPool({ url: appUrl, onError }),
    outside: createPool({ url: appUrl, max: 4, onError }),
    auth: createPool({ url: appUrl, max: 6, onError }),
  };
  const toTx = (client: pg.PoolClient): CrmTx => drizzle({ client });
  return {
    database: pgDatabase({ pool: pools.main, toTx }),
    outside: pgDatabase({ pool: pools.outside, toTx }),
    authPool: pools.auth,
    close: async () => {
      isClosing = true;
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}
