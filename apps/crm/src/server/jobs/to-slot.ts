import { CountersignError } from '@countersign/core';
import { and, eq, inArray } from 'drizzle-orm';
import { MAX_JOB_MINUTES, MIN_JOB_MINUTES } from '../../shared/job.ts';
import { formatDuration } from '../../shared/service.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { services } from '../db/schema.ts';
import type { Slot } from './choose-bay.ts';

interface WantedSlot {
  startsAt: Date;
  /** Null: what the services take together. */
  durationMinutes: number | null;
  serviceIds: readonly string[];
}

/**
 * From when to when a job has its bay. Minutes are minutes on a stopwatch: over a change of clocks the end moves on the wall.
 *
 * @throws {CountersignError} `invalid_input` when the services take longer than a job may
 */
export async function toSlot(tx: CrmTx, actor: Actor, { startsAt, durationMinutes, serviceIds }: WantedSlot): Promise<Slot> {
  const minutes = durationMinutes ?? (await sumDurations(tx, actor, serviceIds));
  return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) };
}

async function sumDurations(tx: CrmTx, actor: Actor, serviceIds: readonly string[]): Promise<number> {
  const rows = await tx
    .select({ id: services.id, minutes: services.durationMinutes })
    .from(services)
    .where(and(eq(services.tenantId, actor.tenantId), inArray(services.id, [...new Set(serviceIds)])));
  const byId = new Map(rows.map((row) => [row.id, row.minutes]));
  const sum = serviceIds.reduce((minutes, id) => minutes + (byId.get(id) ?? 0), 0);
  if (sum <= MAX_JOB_MINUTES) return Math.max(sum, MIN_JOB_MINUTES);
  const message = `These services take ${formatDuration(sum)} together, and a job takes three days at most. Say how long this one takes.`;
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: 'durationMinutes', message }] } });
}
