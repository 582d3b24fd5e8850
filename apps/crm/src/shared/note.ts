import { z } from 'zod';
import { RecordType } from './activity.ts';
import { isText, TEXT } from './printable.ts';

const body = z.string().trim().min(1, 'Write something first.').max(4_000, 'A note has at most 4,000 characters.').refine(isText, TEXT);

/** Write a note on a record: the one schema of the form, `POST /api/notes` and the tool `add_note`. */
export const AddNote = z.strictObject({
  recordType: RecordType.meta({ meaning: 'selector' }),
  recordId: z.uuid().meta({ meaning: 'target' }),
  body: body.meta({ meaning: 'content' }),
});
export type AddNote = z.infer<typeof AddNote>;

/** `PATCH /api/notes/:id`. */
export const ChangeNote = z.strictObject({ version: z.int().positive(), body });
export type ChangeNote = z.infer<typeof ChangeNote>;

export const NoteView = z.object({
  id: z.uuid(),
  recordType: RecordType,
  recordId: z.uuid(),
  body: z.string().meta({ trust: 'tenant_user' }),
  author: z.string().describe('The name of the person at that time'),
  canChange: z.boolean().describe('Whether whoever asks may change and delete it: its author may, and an owner'),
  version: z.int(),
  createdAt: z.string().describe('ISO 8601 instant'),
  updatedAt: z.string().nullable().describe('ISO 8601 instant; null: as it was written'),
});
export type NoteView = z.infer<typeof NoteView>;

/** The query string of `GET /api/notes`: the notes on one record, the newest first. */
export const ListNotes = z.strictObject({
  recordType: RecordType,
  recordId: z.uuid(),
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ListNotes = z.infer<typeof ListNotes>;

export const NotePage = z.object({ notes: z.array(NoteView), next: z.string().nullable(), total: z.int() });
export type NotePage = z.infer<typeof NotePage>;
