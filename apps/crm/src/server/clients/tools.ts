import { defineTool } from '@countersign/core';
import { z } from 'zod';
import { ClientId, ClientView, CreateClient, fullName, UpdateClient } from '../../shared/client.ts';
import { isLine, LINE } from '../../shared/printable.ts';
import '../db/crm-tx.ts';
import { createClient } from './create-client.ts';
import { findClients } from './find-clients.ts';
import { updateClient } from './update-client.ts';

export const findClientsTool = defineTool({
  name: 'find_clients',
  description: 'Find clients of the shop by name, phone number or email. Use it before anything that concerns one client.',
  input: z.strictObject({ query: z.string().trim().min(1).max(200).refine(isLine, LINE), limit: z.int().min(1).max(50).default(10) }),
  output: z.object({
    clients: z.array(ClientView.pick({ id: true, firstName: true, lastName: true, phone: true, email: true })),
    total: z.int(),
    /** False: nobody is called that, these are only spelled alike. Ask before acting on one of them. */
    isExact: z.boolean().default(true),
  }),
  risk: 'safe',
  effect: 'none',
  permission: 'clients:read',
  execute: (ctx, input) => findClients(ctx.tx, ctx.principal, input),
});

export const createClientTool = defineTool({
  name: 'create_client',
  description: 'Create a client of the shop. Use it when the details are complete and nobody needs to look over them in the form.',
  input: CreateClient,
  output: ClientView,
  risk: 'cautious',
  effect: 'database',
  permission: 'clients:write',
  execute: (ctx, input) => createClient(ctx.tx, ctx.principal, input),
  impact: (_ctx, input) => ({ summary: `Create the client ${fullName(input)}`, records: 1 }),
  receipt: (output) => `Created the client ${fullName(output)}.`,
});

export const updateClientTool = defineTool({
  name: 'update_client',
  description: 'Change the name, phone, email or notes of one client, named by its id. What is left out stays as it is; null clears.',
  input: UpdateClient.extend({ clientId: ClientId, version: UpdateClient.shape.version.optional() }),
  output: ClientView,
  risk: 'cautious',
  effect: 'database',
  permission: 'clients:write',
  execute: (ctx, { clientId, ...changes }) => updateClient(ctx.tx, ctx.principal, clientId, changes),
  impact: () => ({ summary: 'Change one client', records: 1 }),
  receipt: (output) => `Changed the client ${fullName(output)}.`,
});
