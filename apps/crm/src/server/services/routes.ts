import type { Sql } from '@countersign/server';
import { Hono } from 'hono';
import { CreateService, ListServices, type ServiceView, UpdateService } from '../../shared/service.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { type PanelRef, readPanel } from '../http/panel-ref.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { RecordRoutesOptions } from '../http/record-routes-options.ts';
import { createService } from './create-service.ts';
import { getService } from './get-service.ts';
import { listServices } from './list-services.ts';
import { updateService } from './update-service.ts';

export function createServiceRoutes({ database, completeGoal }: RecordRoutesOptions): Hono<AppEnv> {
  const complete = async (actor: Actor, panel: PanelRef | undefined, service: ServiceView, verb: string, sql: Sql) => {
    if (!panel) return;
    const summary = `${verb} the service ${service.name}.`;
    await completeGoal(actor, { ...panel, panel: 'service', recordId: service.id, summary }, sql);
  };
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListServices);
      return c.json(await database.transaction(actor, (tx) => listServices(tx, actor, query)));
    })
    .get('/:id', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => getService(tx, actor, c.req.param('id'))));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, CreateService);
      const service = await database.transaction(actor, async (tx, sql) => {
        const created = await createService(tx, actor, input);
        await complete(actor, panel, created, 'Added', sql);
        return created;
      });
      return c.json(service, 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, UpdateService);
      const service = await database.transaction(actor, async (tx, sql) => {
        const changed = await updateService(tx, actor, c.req.param('id'), input);
        await complete(actor, panel, changed, 'Changed', sql);
        return changed;
      });
      return c.json(service);
    });
}
