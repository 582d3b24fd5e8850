import type { Identity } from '@countersign/core';
import type { Auth } from './create-auth.ts';

/** Reads the session cookie of a request. Null: nobody is signed in, or they belong to no shop. */
export async function findIdentity(auth: Auth, headers: Headers): Promise<Identity | null> {
  if (!headers.has('cookie')) return null;
  const found = await auth.api.getSession({ headers });
  const tenantId = found?.session.activeOrganizationId;
  return found && tenantId ? { userId: found.user.id, tenantId } : null;
}
