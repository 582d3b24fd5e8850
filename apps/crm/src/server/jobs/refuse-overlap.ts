import { CountersignError } from '@countersign/core';
import { and, asc, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import { booked } from '../../shared/job-status.ts';
import { formatSlot } from '../../shared/wall-clock.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { findSqlError } from '../db/find-sql-error.ts';
import { bays, jobs } from '../db/jobs-schema.ts';
import { clients } from '../db/schema.ts';
import type { Slot } from './choose-bay.ts';
import { isJobBay, isJobClient } from './to-job-view.ts';

export interface Placed extends Slot {
  jobId: string;
  bayId: string;
}

/**
 * Writes a job into its bay. The database lets no two overlap; what it refuses is told with the bay, the time and the
 * client who has it. In a savepoint, since a transaction that failed could not be asked whose job is in the way.
 *
 * @throws {CountersignError} `conflict` with `{ overlaps: { jobId, number, clientName, … } }`
 */
export async function refuseOverlap<T>(tx: CrmTx, actor: Actor, placed: Placed, write: () => Promise<T>): Promise<T> {
  await tx.execute(sql`savepoint before_job`);
  try {
    const written = await write();
    await tx.execute(sql`release savepoint before_job`);
    return written;
  } catch (thrown) {
    if (findSqlError(thrown)?.constraint !== 'jobs_without_overlap') throw thrown;
    await tx.execute(sql`rollback to savepoint before_job`);
    throw await toConflict(tx, actor, placed, thrown);
  }
}

async function toConflict(tx: CrmTx, actor: Actor, { jobId, bayId, startsAt, endsAt }: Placed, cause: unknown): Promise<CountersignError> {
  const [other] = await tx
    .select({ job: jobs, bayName: bays.name, firstName: clients.firstName, lastName: clients.lastName })
    .from(jobs)
    .innerJoin(clients, isJobClient)
    .innerJoin(bays, isJobBay)
    .where(
      and(
        eq(jobs.tenantId, actor.tenantId),
        eq(jobs.bayId, bayId),
        ne(jobs.id, jobId),
        inArray(jobs.status, booked),
        lt(jobs.startsAt, endsAt),
        gt(jobs.endsAt, startsAt),
      ),
    )
    .orderBy(asc(jobs.startsAt))
    .limit(1);
  // It was moved away in this very moment.
  if (!other) return new CountersignError('conflict', 'The bay was taken a moment ago. Save again.', { cause });
  const { job, bayName } = other;
  const clientName = fullName(other);
  const slot = formatSlot({ ...job, timeZone: actor.timeZone });
  const message = `${bayName} is taken on ${slot} by job ${job.number} for ${clientName}. Choose another time or bay.`;
  const overlaps = { jobId: job.id, number: job.number, clientName, bayName, startsAt: job.startsAt.toISOString(), endsAt: job.endsAt.toISOString() };
  return new CountersignError('conflict', message, { details: { overlaps }, cause });
}
