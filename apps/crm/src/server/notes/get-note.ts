import { CountersignError } from '@countersign/core';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { notes } from '../db/inbox-schema.ts';
import { type FoundRecord, findRecord } from '../records/find-record.ts';
import { canChangeNote } from './to-note-view.ts';

type Row = typeof notes.$inferSelect;

/**
 * A note that the actor may change, with the record it is on.
 *
 * @throws {CountersignError} `not_found` (also for a note on a record of another shop), `permission_denied`
 */
export async function getOwnNote(tx: CrmTx, actor: Actor, id: string): Promise<{ row: Row; record: FoundRecord }> {
  const [row] = z.uuid().safeParse(id).success
    ? await tx
        .select()
        .from(notes)
        .where(and(eq(notes.tenantId, actor.tenantId), eq(notes.id, id)))
    : [];
  if (!row) throw new CountersignError('not_found', `There is no note ${id} in this shop.`);
  const record = await findRecord(tx, actor, row);
  if (canChangeNote(actor, row)) return { row, record };
  throw new CountersignError('permission_denied', `${row.authorName} wrote this note: they can change it, or an owner of the shop.`);
}
