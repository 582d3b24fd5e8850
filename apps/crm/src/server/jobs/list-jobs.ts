import { and, count, eq, gt, inArray, like, lt, or, type SQL, sql } from 'drizzle-orm';
import type { JobPage, ListJobs } from '../../shared/job.ts';
import { booked } from '../../shared/job-status.ts';
import { addDays, startOfDay } from '../../shared/wall-clock.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { bays, jobs } from '../db/jobs-schema.ts';
import { type MatchMode, matchWords } from '../db/match-words.ts';
import { clients, quotes, vehicles } from '../db/schema.ts';
import { createKeyset } from '../http/keyset.ts';
import { isJobBay, isJobClient, isJobQuote, isJobVehicle, jobColumns, toJobViews } from './to-job-view.ts';

const keys = {
  startsAt: { key: jobs.startsAt, type: 'timestamptz' },
  number: { key: jobs.number, type: 'integer' },
  client: { key: clients.nameKey, type: 'text' },
  totalCents: { key: jobs.totalCents, type: 'bigint' },
} as const;

/**
 * One page of the shop's jobs. A search is a number, or words of the client and the vehicle; typos are forgiven only when
 * nothing matches as typed.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request` for a cursor of another list
 */
export async function listJobs(tx: CrmTx, actor: Actor, input: ListJobs): Promise<JobPage> {
  requirePermission(actor, 'jobs:read');
  const { q, status, from, to, clientId, vehicleId, quoteId, bayId, sort, limit } = input;
  const of = [q, status, from, to, clientId, vehicleId, quoteId, bayId];
  const keyset = createKeyset({ of, sort, keys, id: jobs.id, cursor: input.cursor });
  const filter = and(
    eq(jobs.tenantId, actor.tenantId),
    status === 'all' ? undefined : status === 'booked' ? inArray(jobs.status, booked) : eq(jobs.status, status),
    from === undefined ? undefined : gt(jobs.endsAt, startOfDay(from, actor.timeZone)),
    to === undefined ? undefined : lt(jobs.startsAt, startOfDay(addDays(to, 1), actor.timeZone)),
    clientId === undefined ? undefined : eq(jobs.clientId, clientId),
    vehicleId === undefined ? undefined : eq(jobs.vehicleId, vehicleId),
    quoteId === undefined ? undefined : eq(jobs.quoteId, quoteId),
    bayId === undefined ? undefined : eq(jobs.bayId, bayId),
  );
  const toCount = async (mode: MatchMode) => {
    const where = and(filter, matchJob(q, mode));
    const [row] = await tx.select({ total: count() }).from(jobs).innerJoin(clients, isJobClient).innerJoin(vehicles, isJobVehicle).where(where);
    return { where, total: row?.total ?? 0 };
  };
  const asTyped = await toCount('words');
  const { where, total } = asTyped.total > 0 || q === '' ? asTyped : await toCount('similar');
  const rows = await tx
    .select({ ...jobColumns, id: jobs.id, key: keyset.key })
    .from(jobs)
    .innerJoin(clients, isJobClient)
    .innerJoin(vehicles, isJobVehicle)
    .innerJoin(bays, isJobBay)
    .leftJoin(quotes, isJobQuote)
    .where(and(where, keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(limit + 1);
  const { page, next } = keyset.split(rows, limit);
  return { jobs: await toJobViews(tx, actor, page), next, total };
}

/** "1042" and "#1042" are the number of a job before they are anything else. */
function matchJob(query: string, mode: MatchMode): SQL | undefined {
  const words = matchWords(query, { text: sql`(${clients.searchText} || ${vehicles.searchText})`, mode });
  const number = /^#?(\d{1,9})$/.exec(query.trim())?.[1];
  return number === undefined ? words : or(like(sql`${jobs.number}::text`, `${number}%`), words);
}
