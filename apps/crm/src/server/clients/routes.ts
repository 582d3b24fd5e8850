import { CountersignError } from '@countersign/core';
import type { Countersign, HostDatabase, Sql } from '@countersign/server';
import { Hono } from 'hono';
import { z } from 'zod';
import { PANEL_HEADER } from '../../shared/api-error.ts';
import { type ClientView, CreateClient, fullName, ListClients, UpdateClient } from '../../shared/client.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import { createClient } from './create-client.ts';
import { getClient } from './get-client.ts';
import { listClients } from './list-clients.ts';
import { updateClient } from './update-client.ts';

export interface ClientRoutesOptions {
  database: HostDatabase;
  /** Tells a session of the copilot that what a panel was opened for is done, in the transaction that did it. */
  completeGoal: Countersign['completeGoal'];
}

export function createClientRoutes({ database, completeGoal }: ClientRoutesOptions): Hono<AppEnv> {
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
      const panel = readPanel(c.req.header(PANEL_HEADER));
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
      const panel = readPanel(c.req.header(PANEL_HEADER));
      const input = await readBody(c.req, UpdateClient);
      const client = await database.transaction(actor, async (tx, sql) => {
        const changed = await updateClient(tx, actor, c.req.param('id'), input);
        await complete(actor, panel, changed, 'Changed', sql);
        return changed;
      });
      return c.json(client);
    });
}

interface PanelRef {
  sessionId: string;
  key: string;
}

/** `<sessionId>/<nodeKey>`: node keys may contain slashes, session ids do not. */
function readPanel(header: string | undefined): PanelRef | undefined {
  if (header === undefined) return undefined;
  const slash = header.indexOf('/');
  const panel = { sessionId: header.slice(0, slash), key: header.slice(slash + 1) };
  if (slash > 0 && z.uuid().safeParse(panel.sessionId).success && /^[\x21-\x7e]{1,200}$/.test(panel.key)) return panel;
  throw new CountersignError('invalid_request', `The header ${PANEL_HEADER} must be <sessionId>/<nodeKey>.`);
}
