import type { NoteView } from '../../shared/note.ts';
import { type Actor, hasPermission } from '../auth/require-permission.ts';
import type { notes } from '../db/inbox-schema.ts';

type Row = typeof notes.$inferSelect;

/** Its author may change and delete a note, as long as they may write any; so may an owner. */
export function canChangeNote(actor: Actor, { authorId }: Pick<Row, 'authorId'>): boolean {
  return hasPermission(actor, 'notes:write') && (actor.userId === authorId || actor.roles.includes('owner'));
}

export function toNoteView(row: Row, actor: Actor): NoteView {
  const { id, recordType, recordId, body, authorName, version, createdAt, updatedAt } = row;
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt?.toISOString() ?? null };
  return { id, recordType, recordId, body, author: authorName, canChange: canChangeNote(actor, row), version, ...times };
}
