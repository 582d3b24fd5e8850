import type { Schedule } from '@countersign/server';
import type pg from 'pg';
import { remindOverdueIntent } from './remind-overdue.ts';

const zones = 'select distinct time_zone from auth.organization order by time_zone';

/** One owner of each shop of the zone, the one of longest standing: two who are asked would remind every client twice. */
const owners = `
select distinct on (m.organization_id) m.organization_id as "tenantId", m.user_id as "userId"
  from auth.member m join auth.organization o on o.id = m.organization_id
 where m.role = 'owner' and o.time_zone = $1
 order by m.organization_id, m.created_at, m.user_id`;

/**
 * Every morning at eight, by the shop's own clock: who is more than 30 days late is looked up, and the owner finds the
 * reminders waiting for approval among the tasks. Nobody late: the task says so and is done.
 */
export function createOverdueSchedule(pool: pg.Pool): Schedule {
  return {
    name: 'overdue_reminders',
    cron: '0 8 * * *',
    timeZone: async () => (await pool.query<{ time_zone: string }>(zones)).rows.map((row) => row.time_zone),
    agent: 'copilot',
    task: 'Remind everyone whose invoice is more than 30 days overdue',
    intent: remindOverdueIntent.name,
    for: async ({ timeZone }) => (await pool.query<{ tenantId: string; userId: string }>(owners, [timeZone])).rows,
  };
}
