import { CountersignError } from '@countersign/core';
import type pg from 'pg';
import { toScramVerifier } from './role-url.ts';

export const ownerRole = 'countersign_owner';
export const appRole = 'countersign_app';
export const operatorRole = 'countersign_operator';

/** Held while roles, schemas and migrations are changed: those who start at once wait for each other. */
export const setupLock = 'select pg_catalog.pg_advisory_xact_lock(7300411, 1)';

/** Passwords by role; null where the server asks for none and none could be derived. */
export type RolePasswords = { owner: string; app: string } | null;

async function findRoles(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>('select rolname::text as name from pg_catalog.pg_roles where rolname = any($1)', [
    [ownerRole, appRole, operatorRole],
  ]);
  return new Set(rows.map((row) => row.name));
}

async function createRole(client: pg.Client, name: string, attributes: string, password: string | null): Promise<void> {
  const secret = password === null ? '' : ` password ${client.escapeLiteral(toScramVerifier(password))}`;
  // oxlint-disable-next-line countersign/built-sql -- the attributes are those written below, and the password is escaped
  await client.query(`create role ${client.escapeIdentifier(name)} ${attributes} nosuperuser nobypassrls nocreaterole nocreatedb${secret}`);
}

async function grantMembership(client: pg.Client, role: string, member: string): Promise<void> {
  // 'set' exists from PostgreSQL 16 on; 'member' is what 15 means by it.
  const { rows } = await client.query<{ has: boolean }>(
    `select pg_catalog.pg_has_role($1, $2, case when pg_catalog.current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as has`,
    [member, role],
  );
  if (!rows[0]?.has) await client.query(`grant ${client.escapeIdentifier(role)} to ${client.escapeIdentifier(member)}`);
}

export async function ensureSchema(client: pg.Client, name: string, owner: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    'select pg_catalog.pg_get_userbyid(nspowner)::text as owner from pg_catalog.pg_namespace where nspname = $1',
    [name],
  );
  const found = rows[0];
  if (!found) await client.query(`create schema ${client.escapeIdentifier(name)} authorization ${client.escapeIdentifier(owner)}`);
  else if (found.owner !== owner)
    throw new CountersignError(
      'invalid_options',
      `The schema "${name}" belongs to "${found.owner}" and must belong to "${owner}". Run: alter schema ${name} owner to ${owner}; or use a database without it.`,
    );
}

/** Roles and schemas, each made only when missing: at every later start nothing is written. Runs inside the caller's transaction. */
async function ensureInTransaction(client: pg.Client, passwords: RolePasswords): Promise<void> {
  await client.query(setupLock);
  const me = (
    await client.query<{ name: string; super: boolean; creates: boolean }>(
      'select rolname::text as name, rolsuper as super, rolcreaterole as creates from pg_catalog.pg_roles where rolname = current_user',
    )
  ).rows[0];
  if (!me) throw new Error('The database does not know its own user.');
  const existing = await findRoles(client);
  if (existing.size < 3 && !me.super && !me.creates)
    throw new CountersignError(
      'invalid_options',
      `"${me.name}" may create no roles, and Countersign's are missing. Give a URL of a superuser or a user with CREATEROLE, or one URL of an owner and one of the app's role.`,
    );
  // NOINHERIT: owning the operator's functions must not give the owner the operator's view of all tenants.
  if (!existing.has(ownerRole)) await createRole(client, ownerRole, 'login noinherit', passwords?.owner ?? null);
  if (!existing.has(appRole)) await createRole(client, appRole, 'login', passwords?.app ?? null);
  if (!existing.has(operatorRole)) await createRole(client, operatorRole, 'nologin', null);
  await grantMembership(client, operatorRole, ownerRole);
  if (!me.super) await grantMembership(client, ownerRole, me.name);
  const database = (
    await client.query<{ name: string; may: boolean }>(
      `select current_database() as name, pg_catalog.has_database_privilege('${ownerRole}', current_database(), 'create') as may`,
    )
  ).rows[0];
  // For the schemas of the host's own tables. Where we may not give it, the server only warns, and the host's first migration says it.
  if (database && !database.may) await client.query(`grant create on database ${client.escapeIdentifier(database.name)} to ${ownerRole}`);
  await ensureSchema(client, 'countersign', ownerRole);
  await ensureSchema(client, 'pgboss', ownerRole);
}

/** Codes of two servers' processes changing the same shared row at once; roles are shared by all databases, and a lock is not. */
const isCollision = (error: unknown): boolean =>
  ['42710', '23505', '42P06', '40001', '40P01'].includes((error as { code?: string }).code ?? '') ||
  /tuple concurrently (updated|deleted)/.test((error as Error).message);

/** Runs `change` in a transaction, again when it collides with another database's set-up of the same cluster-wide roles. */
export async function changeShared(client: pg.Client, change: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query('begin');
    try {
      await change();
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback');
      if (!isCollision(error) || attempt === 20) throw error;
      // oxlint-disable-next-line countersign/weak-random -- a pause that only should differ
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * attempt));
    }
  }
}

export const ensureRoles = (client: pg.Client, passwords: RolePasswords): Promise<void> => changeShared(client, () => ensureInTransaction(client, passwords));

export const setRolePassword = (client: pg.Client, role: string, password: string): Promise<void> =>
  changeShared(client, async () => {
    await client.query(`alter role ${client.escapeIdentifier(role)} password ${client.escapeLiteral(toScramVerifier(password))}`);
  });
