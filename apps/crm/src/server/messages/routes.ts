import type { HostDatabase } from '@countersign/server';
import { Hono } from 'hono';
import { ListOutbox } from '../../shared/outbox.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readQuery } from '../http/read-input.ts';
import { listOutbox } from './list-outbox.ts';

export function createOutboxRoutes(database: HostDatabase): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) => {
    const { actor } = c.get('member');
    const query = readQuery(c.req, ListOutbox);
    return c.json(await database.transaction(actor, (tx) => listOutbox(tx, actor, query)));
  });
}
