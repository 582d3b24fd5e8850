import { z } from 'zod';

const roles = ['owner', 'manager', 'technician'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

const permissions = [
  'clients:read',
  'clients:write',
  'vehicles:read',
  'vehicles:write',
  'services:read',
  'services:write',
  'quotes:read',
  'quotes:write',
  'invoices:read',
  'invoices:write',
  'invoices:remind',
  'invoices:refund',
  'invoices:refund-any',
  'invoices:approve-refund',
  'jobs:read',
  'jobs:write',
  'jobs:work',
  'messages:read',
  'messages:send',
  'notes:write',
  'outbox:read',
  'grants:write',
  'policies:read',
  'policies:write',
  'runs:resume',
  'switches:read',
  'switches:write',
  'alerts:read',
  'alerts:write',
] as const;
export const Permission = z.enum(permissions);
export type Permission = z.infer<typeof Permission>;

const onlyOwners: ReadonlySet<Permission> = new Set(['invoices:refund-any', 'grants:write', 'policies:write', 'switches:write']);

/**
 * What each role may do. Technicians look clients, their cars and the jobs up, mark what they did and note what they see: what the
 * shop knows of a client, what it says to one and what one owes is the business of those who answer for it. Managers give money back up to a limit
 * (shared/payment.ts); owners beyond it, and they manage the staff itself (see auth/staff-roles.ts). What the copilot may do without
 * being asked, and under which rules, is for owners to say, and they switch it off; managers read the rules, see what is off, look after
 * alerts and let go on what has paused for something unusual.
 */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  manager: permissions.filter((permission) => !onlyOwners.has(permission)),
  technician: ['clients:read', 'vehicles:read', 'services:read', 'jobs:read', 'jobs:work', 'notes:write'],
};
