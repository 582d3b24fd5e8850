import { defineTool } from '@countersign/core';
import { z } from 'zod';
import { ClientId } from '../../shared/client.ts';
import { isLine, LINE } from '../../shared/printable.ts';
import { CreateVehicle, UpdateVehicle, VehicleId, VehicleView, vehicleName } from '../../shared/vehicle.ts';
import '../db/crm-tx.ts';
import { createVehicle } from './create-vehicle.ts';
import { findVehicles } from './find-vehicles.ts';
import { updateVehicle } from './update-vehicle.ts';

export const findVehiclesTool = defineTool({
  name: 'find_vehicles',
  description: 'Find cars by words of make, model, year, color, plate or owner; with clientId only the cars of that client, and then the query may be empty.',
  input: z.strictObject({
    query: z.string().trim().max(200).refine(isLine, LINE).default(''),
    clientId: ClientId.optional(),
    limit: z.int().min(1).max(50).default(10),
  }),
  output: z.object({
    vehicles: z.array(VehicleView.omit({ version: true, createdAt: true, updatedAt: true })),
    total: z.int(),
    /** False: none is called that, these are only spelled alike. Ask before acting on one of them. */
    isExact: z.boolean(),
  }),
  risk: 'safe',
  effect: 'none',
  permission: 'vehicles:read',
  execute: (ctx, input) => findVehicles(ctx.tx, ctx.principal, input),
});

export const createVehicleTool = defineTool({
  name: 'create_vehicle',
  description: 'Add a car to a client. Use it when the details are complete and nobody needs to look over them in the form.',
  input: CreateVehicle,
  output: VehicleView,
  risk: 'cautious',
  effect: 'database',
  permission: 'vehicles:write',
  execute: (ctx, input) => createVehicle(ctx.tx, ctx.principal, input),
  impact: (_ctx, input) => ({ summary: `Add the ${vehicleName(input)}`, records: 1 }),
  receipt: (output) => `Added the ${vehicleName(output)} of ${output.clientName}.`,
});

export const updateVehicleTool = defineTool({
  name: 'update_vehicle',
  description: 'Change year, make, model, color, plate or size of one car, named by its id. What is left out stays as it is; null clears.',
  input: UpdateVehicle.extend({ vehicleId: VehicleId, version: UpdateVehicle.shape.version.optional() }),
  output: VehicleView,
  risk: 'cautious',
  effect: 'database',
  permission: 'vehicles:write',
  execute: (ctx, { vehicleId, ...changes }) => updateVehicle(ctx.tx, ctx.principal, vehicleId, changes),
  impact: () => ({ summary: 'Change one vehicle', records: 1 }),
  receipt: (output) => `Changed the ${vehicleName(output)} of ${output.clientName}.`,
});
