import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { fullName } from '../../shared/client.ts';
import type { JobView } from '../../shared/job.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { type VehicleSize, vehicleName } from '../../shared/vehicle.ts';
import { toWallClock } from '../../shared/wall-clock.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { bays, jobLines, jobs } from '../db/jobs-schema.ts';
import { clients, quotes, vehicles } from '../db/schema.ts';
import { toDiscount } from '../quotes/to-quote-view.ts';

/** What is read of a job beside its own row. */
export const jobColumns = {
  job: jobs,
  firstName: clients.firstName,
  lastName: clients.lastName,
  year: vehicles.year,
  make: vehicles.make,
  model: vehicles.model,
  size: vehicles.size,
  bayName: bays.name,
  quoteNumber: quotes.number,
};

/** Client, car and bay of a job; the foreign keys say that there are all three. */
export const isJobClient = sql`${clients.tenantId} = ${jobs.tenantId} and ${clients.id} = ${jobs.clientId}`;
export const isJobVehicle = sql`${vehicles.tenantId} = ${jobs.tenantId} and ${vehicles.id} = ${jobs.vehicleId}`;
export const isJobBay = sql`${bays.tenantId} = ${jobs.tenantId} and ${bays.id} = ${jobs.bayId}`;
/** Not every job has one. */
export const isJobQuote = sql`${quotes.tenantId} = ${jobs.tenantId} and ${quotes.id} = ${jobs.quoteId}`;

export interface JobRow {
  job: typeof jobs.$inferSelect;
  firstName: string;
  lastName: string;
  year: number | null;
  make: string;
  model: string;
  size: VehicleSize;
  bayName: string;
  quoteNumber: number | null;
}

/** Reads the lines of all of them at once. */
export async function toJobViews(tx: CrmTx, actor: Actor, rows: readonly JobRow[]): Promise<JobView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.job.id);
  const lines = await tx
    .select()
    .from(jobLines)
    .where(and(eq(jobLines.tenantId, actor.tenantId), inArray(jobLines.jobId, ids)))
    .orderBy(asc(jobLines.jobId), asc(jobLines.position));
  const byJob = Map.groupBy(lines, (line) => line.jobId);
  return rows.map((row) => toJobView(row, byJob.get(row.job.id) ?? [], actor.timeZone));
}

function toJobView(row: JobRow, lines: readonly (typeof jobLines.$inferSelect)[], timeZone: string): JobView {
  const { id, number, status, clientId, vehicleId, quoteId, bayId, startsAt, endsAt, notes, startedAt, closedAt, version, createdAt, updatedAt } = row.job;
  const discount = toDiscount(row.job);
  return {
    id,
    number,
    status,
    clientId,
    clientName: fullName(row),
    vehicleId,
    vehicleName: vehicleName(row),
    vehicleSize: row.size,
    quoteId,
    quoteNumber: row.quoteNumber,
    bayId,
    bayName: row.bayName,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    startsAtLocal: toWallClock(startsAt, timeZone),
    endsAtLocal: toWallClock(endsAt, timeZone),
    durationMinutes: Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000),
    lines: lines.map(({ serviceId, name, priceCents }) => ({ serviceId, name, priceCents })),
    discount,
    ...toTotals(
      lines.map((line) => line.priceCents),
      discount,
    ),
    notes,
    startedAt: startedAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    version,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
