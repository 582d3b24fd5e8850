import type { Identity, Principal } from '@countersign/core';
import type pg from 'pg';
import { Role } from '../../shared/roles.ts';

/** A person in a shop, as the database has it now: never from the session, so that a role taken away is gone at once. */
export interface Membership {
  actor: Principal;
  role: Role;
  user: { id: string; name: string; email: string };
  shop: { id: string; name: string; slug: string; timeZone: string; currency: string };
}

interface Row {
  role: string;
  user_name: string;
  email: string;
  shop_name: string;
  slug: string;
  time_zone: string;
  currency: string;
}

const byUserAndShop = {
  name: 'crm_find_membership',
  text: `select m.role, u.name as user_name, u.email, o.name as shop_name, o.slug, o.time_zone, o.currency
     from auth.member m join auth."user" u on u.id = m.user_id join auth.organization o on o.id = m.organization_id
    where m.user_id = $1 and m.organization_id = $2`,
};

/** Null: the person does not work there (any more), or has a role this version does not know. */
export async function findMembership(pool: pg.Pool, { tenantId, userId }: Identity): Promise<Membership | null> {
  const { rows } = await pool.query<Row>({ ...byUserAndShop, values: [userId, tenantId] });
  const row = rows[0];
  const role = Role.safeParse(row?.role);
  if (!row || !role.success) return null;
  return {
    actor: { tenantId, userId, roles: [role.data], timeZone: row.time_zone, displayName: row.user_name },
    role: role.data,
    user: { id: userId, name: row.user_name, email: row.email },
    shop: { id: tenantId, name: row.shop_name, slug: row.slug, timeZone: row.time_zone, currency: row.currency },
  };
}

/** The shop a person works in longest: where they land on signing in. */
export async function findFirstShop(pool: pg.Pool, userId: string): Promise<string | null> {
  const text = 'select organization_id from auth.member where user_id = $1 order by created_at, organization_id limit 1';
  const { rows } = await pool.query<{ organization_id: string }>(text, [userId]);
  return rows[0]?.organization_id ?? null;
}
