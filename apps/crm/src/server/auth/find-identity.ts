import type { Identity } from '@countersign/core';
import type pg from 'pg';
import type { Auth } from './create-auth.ts';
import { findFirstShop } from './find-membership.ts';

/**
 * Reads the session cookie of a request. Null: nobody is signed in, or they belong to no shop. A session without an active
 * shop (better-auth takes it away from who asks for one they do not work in) falls back to the first.
 */
export async function findIdentity(auth: Auth, pool: pg.Pool, headers: Headers): Promise<Identity | null> {
  if (!headers.has('cookie')) return null;
  const found = await auth.api.getSession({ headers });
  if (!found) return null;
  const tenantId = found.session.activeOrganizationId ?? (await findFirstShop(pool, found.user.id));
  return tenantId ? { userId: found.user.id, tenantId } : null;
}
