import { CountersignError } from '@countersign/core';
import { and, eq, gt, inArray, lt, ne } from 'drizzle-orm';
import { booked } from '../../shared/job-status.ts';
import { formatSlot } from '../../shared/wall-clock.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { jobs } from '../db/jobs-schema.ts';
import type { BayRow } from './lock-bays.ts';

export interface Slot {
  startsAt: Date;
  endsAt: Date;
}

export interface WantedBay extends Slot {
  /** All of the shop's, locked. */
  bays: readonly BayRow[];
  /** Null: the first that is free. */
  bayId: string | null;
  /** The job that is being moved: it is in nobody's way, and may stay in a bay that is out of use. */
  moving?: { id: string; bayId: string };
}

/**
 * The bay a job gets. One that was asked for need not be free: the database refuses the job then, and refuseOverlap says why.
 *
 * @throws {CountersignError} `invalid_input` for a bay that is unknown or out of use, `conflict` when none is free
 */
export async function chooseBay(tx: CrmTx, actor: Actor, wanted: WantedBay): Promise<BayRow> {
  const { bays, bayId, moving } = wanted;
  const inUse = bays.filter((bay) => bay.isActive);
  if (inUse.length === 0) throw new CountersignError('conflict', 'This shop has no bay to work in. Add one first.');
  if (bayId !== null) {
    const bay = bays.find(({ id }) => id === bayId) ?? refuseBay('There is no such bay in this shop.');
    return bay.isActive || bayId === moving?.bayId ? bay : refuseBay(`${bay.name} is out of use. Choose another.`);
  }
  const taken = await findTakenBays(tx, actor, wanted);
  const free = inUse.filter((bay) => !taken.has(bay.id));
  const chosen = free.find((bay) => bay.id === moving?.bayId) ?? free[0];
  if (chosen) return chosen;
  throw new CountersignError('conflict', `No bay is free on ${formatSlot({ ...wanted, timeZone: actor.timeZone })}. Choose another time.`);
}

async function findTakenBays(tx: CrmTx, actor: Actor, { startsAt, endsAt, moving }: WantedBay): Promise<Set<string>> {
  const rows = await tx
    .select({ bayId: jobs.bayId })
    .from(jobs)
    .where(
      and(
        eq(jobs.tenantId, actor.tenantId),
        inArray(jobs.status, booked),
        lt(jobs.startsAt, endsAt),
        gt(jobs.endsAt, startsAt),
        moving && ne(jobs.id, moving.id),
      ),
    );
  return new Set(rows.map((row) => row.bayId));
}

function refuseBay(message: string): never {
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: 'bayId', message }] } });
}
