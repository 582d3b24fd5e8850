import type { HostDatabase } from '@countersign/server';
import { Hono } from 'hono';
import { ListActivity } from '../../shared/activity.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readQuery } from '../http/read-input.ts';
import { listActivity } from './list-activity.ts';

export function createActivityRoutes(database: HostDatabase): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) => {
    const { actor } = c.get('member');
    const query = readQuery(c.req, ListActivity);
    return c.json(await database.transaction(actor, (tx) => listActivity(tx, actor, query)));
  });
}
