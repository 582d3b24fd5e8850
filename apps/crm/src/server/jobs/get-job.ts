import { CountersignError } from '@countersign/core';
import { and, eq } from 'drizzle-orm';
import { JobId, type JobView } from '../../shared/job.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { bays, jobs } from '../db/jobs-schema.ts';
import { clients, quotes, vehicles } from '../db/schema.ts';
import { isJobBay, isJobClient, isJobQuote, isJobVehicle, jobColumns, toJobViews } from './to-job-view.ts';

/** @throws {CountersignError} `permission_denied`, `not_found` (also for another shop's job: nobody can tell them apart) */
export async function getJob(tx: CrmTx, actor: Actor, id: string): Promise<JobView> {
  requirePermission(actor, 'jobs:read');
  const rows = JobId.safeParse(id).success
    ? await tx
        .select(jobColumns)
        .from(jobs)
        .innerJoin(clients, isJobClient)
        .innerJoin(vehicles, isJobVehicle)
        .innerJoin(bays, isJobBay)
        .leftJoin(quotes, isJobQuote)
        .where(and(eq(jobs.tenantId, actor.tenantId), eq(jobs.id, id)))
    : [];
  const [job] = await toJobViews(tx, actor, rows);
  if (!job) throw new CountersignError('not_found', `There is no job ${id} in this shop.`);
  return job;
}
