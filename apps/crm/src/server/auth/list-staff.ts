import type pg from 'pg';
import { Role } from '../../shared/roles.ts';
import type { StaffMember } from '../../shared/staff.ts';
import { type Actor, requirePermission } from './require-permission.ts';

const statement = {
  name: 'crm_list_staff',
  text: `select u.id, u.name, m.role from auth.member m join auth."user" u on u.id = m.user_id
    where m.organization_id = $1 order by u.name, u.id limit 500`,
};

/** Who works in the shop, by name: for pages that say who asked for something and who decided. */
export async function listStaff(pool: pg.Pool, actor: Actor): Promise<StaffMember[]> {
  requirePermission(actor, 'clients:read');
  const { rows } = await pool.query<{ id: string; name: string; role: string }>({ ...statement, values: [actor.tenantId] });
  return rows.flatMap(({ id, name, role }) => {
    const known = Role.safeParse(role);
    return known.success ? [{ id, name, role: known.data }] : [];
  });
}
