import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import type { JobView, UpdateJob } from '../../shared/job.ts';
import { isJobOpen, jobStatusLabels } from '../../shared/job-status.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { toInstant } from '../../shared/wall-clock.ts';
import { nameChanges } from '../activity/name-changes.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { jobLines, jobs } from '../db/jobs-schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { priceLines } from '../quotes/price-lines.ts';
import { requireVehicleOf } from '../quotes/require-vehicle-of.ts';
import { chooseBay, type Slot } from './choose-bay.ts';
import { insertJobLines } from './create-job.ts';
import { getJob } from './get-job.ts';
import { lockBays } from './lock-bays.ts';
import { nameJob, namePlace } from './name-job.ts';
import { refuseOverlap } from './refuse-overlap.ts';
import { toSlot } from './to-slot.ts';

/** What to change. Without a version, whatever is there is changed. */
export type JobChanges = Omit<UpdateJob, 'version'> & { version?: number | undefined };

/**
 * Changes or moves a job that is not over, if it still is at the version the change was made on. A job that gets another
 * start keeps its duration, and other services change the duration only where null asks for it.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `invalid_input`, `conflict` when the bay is taken at that
 *   time or none is free, or with `{ current: JobView }` when it was changed meanwhile or is over
 */
export async function updateJob(tx: CrmTx, actor: Actor, id: string, input: JobChanges): Promise<JobView> {
  requirePermission(actor, 'jobs:write');
  const { version, lines: wanted, notes } = input;
  // Before it is read: between two that move it, the second must see where the first has put it.
  const bays = await lockBays(tx, actor);
  const before = await getJob(tx, actor, id);
  if (version !== undefined && version !== before.version) return requireVersion('job', version, before);
  if (!isJobOpen(before.status)) return refuseClosed(before);
  const vehicle = await requireVehicleOf(tx, actor, before.clientId, input.vehicleId ?? before.vehicleId);
  const kept = before.lines.map((line) => line.serviceId);
  const lines = wanted ? await priceLines(tx, actor, { lines: wanted, size: vehicle.size, kept }) : before.lines;
  const { totalCents } = toTotals(
    lines.map((line) => line.priceCents),
    before.discount,
  );
  const slot = await moveSlot(tx, actor, { before, input, serviceIds: lines.map((line) => line.serviceId) });
  const bayId = input.bayId === undefined ? before.bayId : input.bayId;
  const bay = await chooseBay(tx, actor, { ...slot, bays, bayId, moving: before });
  const change = { ...withoutUndefined({ notes }), vehicleId: vehicle.id, bayId: bay.id, ...slot, totalCents };
  const { rowCount } = await refuseOverlap(tx, actor, { jobId: id, bayId: bay.id, ...slot }, () =>
    // The version that was read, not the one that was sent: two changes at one moment must not both count.
    tx
      .update(jobs)
      .set({ ...change, version: sql`${jobs.version} + 1`, updatedAt: sql`now()` })
      .where(and(eq(jobs.tenantId, actor.tenantId), eq(jobs.id, id), eq(jobs.version, before.version))),
  );
  if (rowCount !== 1) return requireVersion('job', before.version, await getJob(tx, actor, id));
  if (wanted) {
    await tx.delete(jobLines).where(and(eq(jobLines.tenantId, actor.tenantId), eq(jobLines.jobId, id)));
    await insertJobLines(tx, actor, id, lines);
  }
  const job = await getJob(tx, actor, id);
  await recordChange(tx, actor, before, job);
  return job;
}

const labels = { vehicleId: 'vehicle', lines: 'services', notes: 'notes' } as const;

async function recordChange(tx: CrmTx, actor: Actor, before: JobView, job: JobView): Promise<void> {
  const changed = nameChanges(before, job, labels);
  const isMoved = namePlace(before) !== namePlace(job);
  const name = nameJob(job);
  const done = [isMoved && `Moved ${name} to ${namePlace(job)}`, changed && (isMoved ? `changed the ${changed}` : `Changed the ${changed} of ${name}`)].filter(
    Boolean,
  );
  if (done.length === 0) return;
  const entry = { recordType: 'job', recordId: job.id, clientId: job.clientId, action: isMoved ? 'moved' : 'changed' } as const;
  await recordActivity(tx, actor, { ...entry, summary: done.join(', and ') });
}

/** A start that reads as it did is no change: in an hour that comes twice it would otherwise move the job from the second to the first. */
async function moveSlot(
  tx: CrmTx,
  actor: Actor,
  { before, input, serviceIds }: { before: JobView; input: JobChanges; serviceIds: readonly string[] },
): Promise<Slot> {
  const isMoved = input.startsAt !== undefined && input.startsAt !== before.startsAtLocal;
  const startsAt = isMoved ? toInstant(input.startsAt ?? '', actor.timeZone) : new Date(before.startsAt);
  const durationMinutes = input.durationMinutes === undefined ? before.durationMinutes : input.durationMinutes;
  return toSlot(tx, actor, { startsAt, durationMinutes, serviceIds });
}

function refuseClosed(current: JobView): never {
  const message = `Job ${current.number} is ${jobStatusLabels[current.status].toLowerCase()} and can no longer be changed.`;
  throw new CountersignError('conflict', message, { details: { current } });
}
