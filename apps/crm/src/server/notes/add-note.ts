import { randomUUID } from 'node:crypto';
import type { AddNote, NoteView } from '../../shared/note.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { notes } from '../db/inbox-schema.ts';
import { findRecord } from '../records/find-record.ts';
import { toNoteView } from './to-note-view.ts';

/** Writes a note on a record that the actor may see. @throws {CountersignError} `permission_denied`, `not_found` */
export async function addNote(tx: CrmTx, actor: Actor, input: AddNote): Promise<NoteView> {
  requirePermission(actor, 'notes:write');
  const { recordType, recordId } = input;
  const { name, clientId } = await findRecord(tx, actor, input);
  const [row] = await tx
    .insert(notes)
    .values({ tenantId: actor.tenantId, id: randomUUID(), ...input, authorId: actor.userId, authorName: actor.displayName ?? actor.userId })
    .returning();
  if (!row) throw new Error('The insert of a note returned no row.');
  await recordActivity(tx, actor, { recordType, recordId, clientId, action: 'noted', summary: `Wrote a note on ${name}` });
  return toNoteView(row, actor);
}
