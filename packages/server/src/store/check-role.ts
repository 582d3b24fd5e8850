import { CountersignError } from '@countersign/core';
import type pg from 'pg';

interface RoleFacts {
  name: string;
  is_superuser: boolean;
  bypasses_rls: boolean;
  owned_table: string | null;
}

/* Both identities: a superuser's connection that did SET ROLE can take it back. Membership counts like the right itself. */
const roleFacts = /* sql */ `
  select me.name,
    exists (select from pg_catalog.pg_roles r where r.rolsuper and pg_catalog.pg_has_role(me.name, r.oid, 'member')) as is_superuser,
    exists (select from pg_catalog.pg_roles r where r.rolbypassrls and pg_catalog.pg_has_role(me.name, r.oid, 'member')) as bypasses_rls,
    (select c.oid::regclass::text from pg_catalog.pg_class c
      where c.relkind in ('r', 'p', 'm') and c.relpersistence <> 't' and pg_catalog.pg_has_role(me.name, c.relowner, 'member')
      order by c.oid desc limit 1) as owned_table
  from (select session_user::text as name union select current_user::text) me`;

/**
 * Refuses a role under which row-level security would be an ornament. Asked at every start, of the connection that the
 * runtime really uses.
 * @throws {CountersignError} `invalid_options`: it is a superuser, bypasses row-level security, or owns a table
 */
export async function requireAppRole(connection: Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>): Promise<void> {
  const { rows } = await (connection as Pick<pg.ClientBase, 'query'>).query<RoleFacts>(roleFacts);
  for (const role of rows) {
    const flaw = role.is_superuser
      ? 'is a superuser'
      : role.bypasses_rls
        ? 'bypasses row-level security'
        : role.owned_table !== null
          ? `owns tables, among them ${role.owned_table}`
          : null;
    if (flaw === null) continue;
    throw new CountersignError(
      'invalid_options',
      `The database role "${role.name}" ${flaw}, so the database could not refuse it another tenant's rows. Give the app a role that owns nothing, or only one URL and let Countersign create the roles.`,
    );
  }
}

/**
 * The same question, asked of a pool before its first use and not again once the answer was good: nothing of the runtime
 * may touch a tenant's rows before, however it was started.
 */
export function createRoleCheck(pool: pg.Pool): () => Promise<void> | undefined {
  let isGood = false;
  return () =>
    isGood
      ? undefined
      : requireAppRole(pool).then(() => {
          isGood = true;
        });
}
