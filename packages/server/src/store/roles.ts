import { CountersignError } from '@countersign/core';
import type pg from 'pg';
import { requireAppRole } from './check-role.ts';
import { requireVersion } from './check-version.ts';
import { withClient } from './database-error.ts';
import { appRole, ensureRoles, ensureSchema, operatorRole, ownerRole, setRolePassword } from './ensure-roles.ts';
import { deriveRolePassword, toUrlOfRole } from './role-url.ts';

export interface PrepareOptions {
  /** A superuser or a user with CREATEROLE; with `appUrl`, the owner of the schemas. */
  url: string;
  /** The least-privileged role of the runtime, where an administrator made the roles. @default made and connected down to */
  appUrl?: string;
}

export interface PreparedDatabase {
  /** For migrations only. */
  readonly ownerUrl: string;
  /** For everything else. */
  readonly appUrl: string;
  /** What was changed on the server, in sentences for the log; empty when nothing was. */
  readonly notes: string[];
}

/**
 * Makes a database ready for `migrateCountersign` and the runtime: roles, schemas, and the URLs to connect down with.
 * Safe to call at every start, on many nodes at once, and in several databases of one server.
 *
 * @throws {CountersignError} `unavailable` or `invalid_options`, one sentence
 * @example const { ownerUrl, appUrl } = await prepareDatabase({ url: process.env.DATABASE_URL });
 */
export async function prepareDatabase({ url, appUrl }: PrepareOptions): Promise<PreparedDatabase> {
  return appUrl === undefined ? connectDown(url) : useGiven(url, appUrl);
}

async function connectDown(url: string): Promise<PreparedDatabase> {
  const notes: string[] = [];
  const urls = await withClient(url, async (client) => {
    await requireVersion(client);
    // After connecting, so that a password from PGPASSWORD counts too.
    const secret = typeof client.password === 'string' && client.password !== '' ? { user: client.user ?? '', password: client.password } : null;
    const passwords = secret && { owner: deriveRolePassword(secret, ownerRole), app: deriveRolePassword(secret, appRole) };
    await ensureRoles(client, passwords);
    const found = { ownerUrl: toUrlOfRole(url, ownerRole, passwords?.owner ?? null), appUrl: toUrlOfRole(url, appRole, passwords?.app ?? null) };
    for (const [role, roleUrl, password] of [
      [ownerRole, found.ownerUrl, passwords?.owner],
      [appRole, found.appUrl, passwords?.app],
    ] as const)
      if (password !== undefined && !(await accepts(roleUrl))) {
        await setRolePassword(client, role, password);
        notes.push(
          `The password of "${role}" was set anew: it had been derived from another URL. Programs that use this server with other credentials must be given the same, or the app's own URL.`,
        );
      }
    return found;
  });
  await withClient(urls.appUrl, requireAppRole);
  return { ...urls, notes };
}

/** Whether the server takes these credentials. What else fails is no question of the password and is thrown. */
async function accepts(url: string): Promise<boolean> {
  try {
    await withClient(url, async () => {});
    return true;
  } catch (error) {
    if (((error as Error).cause as { code?: string } | undefined)?.code === '28P01') return false;
    throw error;
  }
}

async function useGiven(url: string, appUrl: string): Promise<PreparedDatabase> {
  const notes: string[] = [];
  const appUser = await withClient(appUrl, async (client) => {
    await requireAppRole(client);
    return client.user ?? '';
  });
  await withClient(url, async (client) => {
    await requireVersion(client);
    const me = (await client.query<{ name: string }>('select current_user::text as name')).rows[0]?.name ?? '';
    if (me === appUser)
      throw new CountersignError(
        'invalid_options',
        `Both URLs connect as "${me}". The first one must be the owner of the schemas, the second one a role that owns nothing.`,
      );
    await requireGivenRoles(client, { owner: me, app: appUser });
    await ensureSchema(client, 'countersign', me);
    await ensureSchema(client, 'pgboss', me);
  });
  return { ownerUrl: url, appUrl, notes };
}

/** The grants of the migrations go to roles of fixed names; roles of other names are made members of them by the administrator. */
async function requireGivenRoles(client: pg.Client, names: { owner: string; app: string }): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `select statement from (values
       (1, 'create role ${appRole} nologin;', not exists (select from pg_catalog.pg_roles where rolname = '${appRole}')),
       (2, 'create role ${operatorRole} nologin;', not exists (select from pg_catalog.pg_roles where rolname = '${operatorRole}')),
       (3, pg_catalog.format('grant ${appRole} to %I;', $2::text), $2 <> '${appRole}' and not exists (select from pg_catalog.pg_roles where rolname = '${appRole}' and pg_catalog.pg_has_role($2, oid, 'usage'))),
       (4, pg_catalog.format('grant ${operatorRole} to %I;', $1::text), not exists (select from pg_catalog.pg_roles where rolname = '${operatorRole}' and pg_catalog.pg_has_role($1, oid, 'member')))
     ) needed (position, statement, is_missing) where is_missing order by position`,
    [names.owner, names.app],
  );
  if (rows.length > 0)
    throw new CountersignError(
      'invalid_options',
      `With two URLs the roles are yours to make, and some are missing. Run as an administrator: ${rows.map((row) => row.statement).join(' ')}`,
    );
}
