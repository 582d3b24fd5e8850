import type { HostDatabase } from '@countersign/server';
import { Hono } from 'hono';
import { CreateBay, UpdateBay } from '../../shared/bay.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readBody } from '../http/read-input.ts';
import { createBay } from './create-bay.ts';
import { listBays } from './list-bays.ts';
import { updateBay } from './update-bay.ts';

export function createBayRoutes(database: HostDatabase): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => listBays(tx, actor)));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, CreateBay);
      return c.json(await database.transaction(actor, (tx) => createBay(tx, actor, input)), 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, UpdateBay);
      return c.json(await database.transaction(actor, (tx) => updateBay(tx, actor, c.req.param('id'), input)));
    });
}
