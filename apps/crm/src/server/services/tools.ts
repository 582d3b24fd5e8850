import { defineTool } from '@countersign/core';
import { z } from 'zod';
import { isLine, LINE } from '../../shared/printable.ts';
import { CreateService, ServiceId, ServiceView, UpdateService } from '../../shared/service.ts';
import '../db/crm-tx.ts';
import { createService } from './create-service.ts';
import { listServices } from './list-services.ts';
import { updateService } from './update-service.ts';

/** More than any shop offers. */
const WHOLE_CATALOGUE = 200;

export const listServicesTool = defineTool({
  name: 'list_services',
  description: 'List the services that the shop offers, with their price in cents for each size of vehicle; a query narrows them down by their words.',
  input: z.strictObject({ query: z.string().trim().max(200).refine(isLine, LINE).default(''), includeInactive: z.boolean().default(false) }),
  output: z.object({ services: z.array(ServiceView.omit({ version: true, createdAt: true, updatedAt: true })), total: z.int() }),
  risk: 'safe',
  effect: 'none',
  permission: 'services:read',
  execute: (ctx, { query, includeInactive }) =>
    listServices(ctx.tx, ctx.principal, { q: query, state: includeInactive ? 'all' : 'active', sort: 'name', limit: WHOLE_CATALOGUE }),
});

export const createServiceTool = defineTool({
  name: 'create_service',
  description: 'Add a service to the catalogue, with its price in cents for each size of vehicle. Use it when every price is known.',
  input: CreateService,
  output: ServiceView,
  risk: 'cautious',
  effect: 'database',
  permission: 'services:write',
  execute: (ctx, input) => createService(ctx.tx, ctx.principal, input),
  impact: (_ctx, input) => ({ summary: `Add the service ${input.name}`, records: 1 }),
  receipt: (output) => `Added the service ${output.name}.`,
});

export const updateServiceTool = defineTool({
  name: 'update_service',
  description: 'Change the name, description, duration, prices or availability of one service, named by its id. What is left out stays as it is.',
  input: UpdateService.extend({ serviceId: ServiceId, version: UpdateService.shape.version.optional() }),
  output: ServiceView,
  risk: 'cautious',
  effect: 'database',
  permission: 'services:write',
  execute: (ctx, { serviceId, ...changes }) => updateService(ctx.tx, ctx.principal, serviceId, changes),
  impact: () => ({ summary: 'Change one service', records: 1 }),
  receipt: (output) => `Changed the service ${output.name}.`,
});
