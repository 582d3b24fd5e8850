import type { HostDatabase } from '@countersign/server';
import { Hono } from 'hono';
import { AddNote, ChangeNote, ListNotes } from '../../shared/note.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import { addNote } from './add-note.ts';
import { changeNote } from './change-note.ts';
import { deleteNote } from './delete-note.ts';
import { listNotes } from './list-notes.ts';

export function createNoteRoutes(database: HostDatabase): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListNotes);
      return c.json(await database.transaction(actor, (tx) => listNotes(tx, actor, query)));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, AddNote);
      return c.json(await database.transaction(actor, (tx) => addNote(tx, actor, input)), 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, ChangeNote);
      return c.json(await database.transaction(actor, (tx) => changeNote(tx, actor, c.req.param('id'), input)));
    })
    .delete('/:id', async (c) => {
      const { actor } = c.get('member');
      await database.transaction(actor, (tx) => deleteNote(tx, actor, c.req.param('id')));
      return c.body(null, 204);
    });
}
