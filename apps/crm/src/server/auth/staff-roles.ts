import { createAccessControl } from 'better-auth/plugins/access';

/** What better-auth itself guards: the shop's record, its staff and invitations. What the CRM guards is in shared/roles.ts. */
const access = createAccessControl({
  organization: ['update', 'delete'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
  team: ['create', 'update', 'delete'],
  ac: ['create', 'read', 'update', 'delete'],
});

/** Owners manage the staff, managers invite, technicians do neither. */
export const staffRoles = {
  ac: access,
  roles: {
    owner: access.newRole({ organization: ['update'], member: ['create', 'update', 'delete'], invitation: ['create', 'cancel'] }),
    manager: access.newRole({ invitation: ['create', 'cancel'] }),
    technician: access.newRole({ ac: [] }),
  },
};
