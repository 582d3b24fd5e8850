import type { HostDatabase } from '@countersign/server';
import { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { readDashboard } from './read-dashboard.ts';

export function createDashboardRoutes(database: HostDatabase): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) => {
    const { actor } = c.get('member');
    return c.json(await database.transaction(actor, (tx) => readDashboard(tx, actor)));
  });
}
