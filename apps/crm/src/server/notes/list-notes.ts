import { and, eq } from 'drizzle-orm';
import type { ListNotes, NotePage } from '../../shared/note.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { notes } from '../db/inbox-schema.ts';
import { createKeyset } from '../http/keyset.ts';
import { findRecord } from '../records/find-record.ts';
import { toNoteView } from './to-note-view.ts';

const keys = { createdAt: { key: notes.createdAt, type: 'timestamptz' } } as const;

/** The notes on a record, the newest first. @throws {CountersignError} `permission_denied`, `not_found`, `invalid_request` for a cursor of another list */
export async function listNotes(tx: CrmTx, actor: Actor, input: ListNotes): Promise<NotePage> {
  const { recordType, recordId, limit } = input;
  await findRecord(tx, actor, input);
  const keyset = createKeyset({ of: [recordType, recordId], sort: '-createdAt', keys, id: notes.id, cursor: input.cursor });
  const where = and(eq(notes.tenantId, actor.tenantId), eq(notes.recordType, recordType), eq(notes.recordId, recordId));
  const rows = await tx
    .select({ note: notes, id: notes.id, key: keyset.key })
    .from(notes)
    .where(and(where, keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(limit + 1);
  const { page, next } = keyset.split(rows, limit);
  return { notes: page.map(({ note }) => toNoteView(note, actor)), next, total: await tx.$count(notes, where) };
}
