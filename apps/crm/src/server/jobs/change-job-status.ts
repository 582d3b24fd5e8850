import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import type { ChangeJobStatus, JobView } from '../../shared/job.ts';
import { canJobFollow, isBooked, type JobStatus, jobStatusLabels, permissionForJobStatus } from '../../shared/job-status.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { jobs } from '../db/jobs-schema.ts';
import { requireVersion } from '../db/versioned.ts';
import { getJob } from './get-job.ts';
import { lockBays } from './lock-bays.ts';
import { nameJob } from './name-job.ts';
import { refuseOverlap } from './refuse-overlap.ts';

export type JobStatusChange = Omit<ChangeJobStatus, 'version'> & { version?: number | undefined };

/**
 * Marks what happened to a job. One that was called off and is taken up again needs its bay to be free still.
 *
 * @throws {CountersignError} `permission_denied` (what is asked depends on the status), `not_found`, `conflict` when its bay
 *   is taken, or with `{ current: JobView }` when it was changed meanwhile or the status cannot follow the one it has
 */
export async function changeJobStatus(tx: CrmTx, actor: Actor, id: string, { version, status }: JobStatusChange): Promise<JobView> {
  requirePermission(actor, permissionForJobStatus(status));
  const first = await getJob(tx, actor, id);
  const takesBay = isBooked(status) && !isBooked(first.status);
  if (takesBay) await lockBays(tx, actor);
  const before = takesBay ? await getJob(tx, actor, id) : first;
  if (version !== undefined && version !== before.version) return requireVersion('job', version, before);
  if (!canJobFollow(before.status, status)) return refuseStatus(before, status);
  const slot = { startsAt: new Date(before.startsAt), endsAt: new Date(before.endsAt) };
  const { rowCount } = await refuseOverlap(tx, actor, { jobId: id, bayId: before.bayId, ...slot }, () =>
    tx
      .update(jobs)
      .set({ status, ...toTimes(status), version: sql`${jobs.version} + 1`, updatedAt: sql`now()` })
      .where(and(eq(jobs.tenantId, actor.tenantId), eq(jobs.id, id), eq(jobs.version, before.version))),
  );
  const current = await getJob(tx, actor, id);
  if (rowCount !== 1) return requireVersion('job', before.version, current);
  const summary = `Marked ${nameJob(current)} as ${jobStatusLabels[status].toLowerCase()}`;
  await recordActivity(tx, actor, { recordType: 'job', recordId: id, clientId: current.clientId, action: status, summary });
  return current;
}

/** When the work began and when the job was over, as far as anybody said so. */
function toTimes(status: JobStatus) {
  const now = sql`now()`;
  if (status === 'scheduled') return { startedAt: null, closedAt: null };
  if (status === 'in_progress') return { startedAt: sql`coalesce(${jobs.startedAt}, now())`, closedAt: null };
  return { closedAt: now };
}

function refuseStatus(current: JobView, status: JobStatus): never {
  const toWords = (value: JobStatus) => jobStatusLabels[value].toLowerCase();
  const message =
    current.status === status
      ? `Job ${current.number} is ${toWords(status)} already.`
      : `Job ${current.number} is ${toWords(current.status)}: it cannot become ${toWords(status)}.`;
  throw new CountersignError('conflict', message, { details: { current } });
}
