import { and, eq, sql } from 'drizzle-orm';
import type { ChangeNote, NoteView } from '../../shared/note.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { notes } from '../db/inbox-schema.ts';
import { requireVersion } from '../db/versioned.ts';
import { getOwnNote } from './get-note.ts';
import { toNoteView } from './to-note-view.ts';

/**
 * Changes a note, if it still is at the version the change was made on.
 *
 * @throws {CountersignError} `permission_denied` to anybody but its author and owners, `not_found`, `conflict` with `{ current: NoteView }`
 */
export async function changeNote(tx: CrmTx, actor: Actor, id: string, { version, body }: ChangeNote): Promise<NoteView> {
  const { row: before, record } = await getOwnNote(tx, actor, id);
  if (before.body === body && before.version === version) return toNoteView(before, actor);
  const [row] = await tx
    .update(notes)
    .set({ body, version: sql`${notes.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(notes.tenantId, actor.tenantId), eq(notes.id, id), eq(notes.version, version)))
    .returning();
  if (!row) return requireVersion('note', version, toNoteView((await getOwnNote(tx, actor, id)).row, actor));
  const { recordType, recordId } = row;
  await recordActivity(tx, actor, { recordType, recordId, clientId: record.clientId, action: 'noted', summary: `Changed a note on ${record.name}` });
  return toNoteView(row, actor);
}
