import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

/**
 * The transaction of every service: Drizzle on a connection on which only one tenant's rows exist. Without the schema's
 * relations: nobody reads through them, and preparing them for every transaction costs more than a small query.
 */
export type CrmTx = NodePgDatabase;

declare module '@countersign/core' {
  interface Register {
    tx: CrmTx;
  }
}
