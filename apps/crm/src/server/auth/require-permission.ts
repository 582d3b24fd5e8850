import { CountersignError, type Principal } from '@countersign/core';
import { type Permission, permissionsOf, Role } from '../../shared/roles.ts';

/** Who a service acts for: the signed-in person, or the agent's principal, which is the same person. */
export type Actor = Principal & {
  /** Set when the copilot acts for them: what was done is on record as done through it (see create-crm.ts). */
  isCopilot?: boolean;
};

/** Everything the roles of a person allow; a role we do not know allows nothing. */
export function listPermissions(actor: Pick<Actor, 'roles'>): Permission[] {
  const granted = actor.roles.flatMap((role) => {
    const known = Role.safeParse(role);
    return known.success ? permissionsOf[known.data] : [];
  });
  return [...new Set(granted)];
}

export function hasPermission(actor: Pick<Actor, 'roles'>, permission: string): boolean {
  return listPermissions(actor).some((granted) => granted === permission);
}

/** Checked by every service, so that no route, tool or job can forget it. @throws {CountersignError} `permission_denied` */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (hasPermission(actor, permission)) return;
  throw new CountersignError('permission_denied', `Your role (${actor.roles.join(', ') || 'none'}) does not include ${permission}. Ask an owner of the shop.`);
}
