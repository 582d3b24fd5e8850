import { defineTool } from '@countersign/core';
import { AddNote, NoteView } from '../../shared/note.ts';
import '../db/crm-tx.ts';
import { addNote } from './add-note.ts';

export const addNoteTool = defineTool({
  name: 'add_note',
  description: 'Write a note for the staff on one record of the shop, named by its kind and id. Clients never see it.',
  input: AddNote,
  output: NoteView,
  risk: 'cautious',
  effect: 'database',
  permission: 'notes:write',
  execute: (ctx, input) => addNote(ctx.tx, ctx.principal, input),
  impact: (_ctx, input) => ({ summary: `Write a note on one ${input.recordType}`, records: 1 }),
  receipt: (output) => `Wrote a note on the ${output.recordType}.`,
});
