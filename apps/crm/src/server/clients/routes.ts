import type { Sql } from '@countersign/server';
import { Hono } from 'hono';
import { type ClientView, CreateClient, fullName, ListClients, UpdateClient } from '../../shared/client.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { type PanelRef, readPanel } from '../http/panel-ref.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { RecordRoutesOptions } from '../http/record-routes-options.ts';
import { createClient } from './create-client.ts';
import { getClient } from './get-client.ts';
import { listClients } from './list-clients.ts';
import { updateClient } from './update-client.ts';

export function createClientRoutes({ database, completeGoal }: RecordRoutesOptions): Hono<AppEnv> {
  const complete = async (actor: Actor, panel: PanelRef | undefined, client: ClientView, verb: string, sql: Sql) => {
    if (!panel) return;
    await completeGoal(actor, { ...panel, panel: 'client', recordId: client.id, summary: `${verb} ${fullName(client)}.` }, sql);
  };
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListClients);
      return c.json(await database.transaction(actor, (tx) => listClients(tx, actor, query)));
    })
    .get('/:id', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => getClient(tx, actor, c.req.param('id'))));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, CreateClient);
      const client = await database.transaction(actor, async (tx, sql) => {
        const created = await createClient(tx, actor, input);
        await complete(actor, panel, created, 'Created', sql);
        return created;
      });
      return c.json(client, 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, UpdateClient);
      const client = await database.transaction(actor, async (tx, sql) => {
        const changed = await updateClient(tx, actor, c.req.param('id'), input);
        await complete(actor, panel, changed, 'Changed', sql);
        return changed;
      });
      return c.json(client);
    });
}
