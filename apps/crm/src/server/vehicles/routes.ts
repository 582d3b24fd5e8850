import type { Sql } from '@countersign/server';
import { Hono } from 'hono';
import { CreateVehicle, ListVehicles, UpdateVehicle, type VehicleView, vehicleName } from '../../shared/vehicle.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { type PanelRef, readPanel } from '../http/panel-ref.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { RecordRoutesOptions } from '../http/record-routes-options.ts';
import { createVehicle } from './create-vehicle.ts';
import { getVehicle } from './get-vehicle.ts';
import { listVehicles } from './list-vehicles.ts';
import { updateVehicle } from './update-vehicle.ts';

export function createVehicleRoutes({ database, completeGoal }: RecordRoutesOptions): Hono<AppEnv> {
  const complete = async (actor: Actor, panel: PanelRef | undefined, vehicle: VehicleView, verb: string, sql: Sql) => {
    if (!panel) return;
    const summary = `${verb} the ${vehicleName(vehicle)} of ${vehicle.clientName}.`;
    await completeGoal(actor, { ...panel, panel: 'vehicle', recordId: vehicle.id, summary }, sql);
  };
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListVehicles);
      return c.json(await database.transaction(actor, (tx) => listVehicles(tx, actor, query)));
    })
    .get('/:id', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => getVehicle(tx, actor, c.req.param('id'))));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, CreateVehicle);
      const vehicle = await database.transaction(actor, async (tx, sql) => {
        const created = await createVehicle(tx, actor, input);
        await complete(actor, panel, created, 'Added', sql);
        return created;
      });
      return c.json(vehicle, 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, UpdateVehicle);
      const vehicle = await database.transaction(actor, async (tx, sql) => {
        const changed = await updateVehicle(tx, actor, c.req.param('id'), input);
        await complete(actor, panel, changed, 'Changed', sql);
        return changed;
      });
      return c.json(vehicle);
    });
}
