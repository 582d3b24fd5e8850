import { and, eq } from 'drizzle-orm';
import { recordActivity } from '../activity/record-activity.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { notes } from '../db/inbox-schema.ts';
import { getOwnNote } from './get-note.ts';

/** Deletes a note for good; that it was there stays on record. @throws {CountersignError} `permission_denied` to anybody but its author and owners, `not_found` */
export async function deleteNote(tx: CrmTx, actor: Actor, id: string): Promise<void> {
  const { row, record } = await getOwnNote(tx, actor, id);
  const { rowCount } = await tx.delete(notes).where(and(eq(notes.tenantId, actor.tenantId), eq(notes.id, id)));
  if (rowCount !== 1) return;
  const summary = `Deleted a note${row.authorId === actor.userId ? '' : ` by ${row.authorName}`} on ${record.name}`;
  await recordActivity(tx, actor, { recordType: row.recordType, recordId: row.recordId, clientId: record.clientId, action: 'noted', summary });
}
