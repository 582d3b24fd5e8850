import { defineTool } from '@countersign/core';
import { z } from 'zod';
import { ClientId } from '../../shared/client.ts';
import { isLine, LINE } from '../../shared/printable.ts';
import { ChangeQuoteStatus, CreateQuote, QuoteId, QuoteSummary, QuoteView, UpdateQuote } from '../../shared/quote.ts';
import { quoteStatuses } from '../../shared/quote-status.ts';
import '../db/crm-tx.ts';
import { changeQuoteStatus } from './change-quote-status.ts';
import { createQuote } from './create-quote.ts';
import { getQuote } from './get-quote.ts';
import { listQuotes } from './list-quotes.ts';
import { updateQuote } from './update-quote.ts';

export const findQuotesTool = defineTool({
  name: 'find_quotes',
  description: 'Find quotes by number, or by words of the client or the vehicle; the newest first. clientId and status narrow them down.',
  input: z.strictObject({
    query: z.string().trim().max(200).refine(isLine, LINE).default(''),
    clientId: ClientId.optional(),
    status: z.enum([...quoteStatuses, 'all']).default('all'),
    limit: z.int().min(1).max(50).default(10),
  }),
  output: z.object({ quotes: z.array(QuoteSummary), total: z.int() }),
  risk: 'safe',
  effect: 'none',
  permission: 'quotes:read',
  execute: (ctx, { query, clientId, status, limit }) => listQuotes(ctx.tx, ctx.principal, { q: query, clientId, status, sort: '-number', limit }),
});

export const getQuoteTool = defineTool({
  name: 'get_quote',
  description: 'Read one quote with its lines, discount and totals in cents, named by its id.',
  input: z.strictObject({ quoteId: QuoteId }),
  output: QuoteView,
  risk: 'safe',
  effect: 'none',
  permission: 'quotes:read',
  execute: (ctx, { quoteId }) => getQuote(ctx.tx, ctx.principal, quoteId),
});

export const createQuoteTool = defineTool({
  name: 'create_quote',
  description:
    'Write a quote as a draft. Leave prices out: they come from the catalogue for the size of the vehicle. A discount is text such as "10%" or "$25".',
  input: CreateQuote,
  output: QuoteView,
  risk: 'cautious',
  effect: 'database',
  permission: 'quotes:write',
  execute: (ctx, input) => createQuote(ctx.tx, ctx.principal, input),
  impact: (_ctx, input) => ({ summary: `Write a quote with ${input.lines.length} ${input.lines.length === 1 ? 'service' : 'services'}`, records: 1 }),
  receipt: (output) => `Wrote quote ${output.number} for ${output.clientName}.`,
});

export const updateQuoteTool = defineTool({
  name: 'update_quote',
  description:
    'Change the vehicle, lines, discount, last day or notes of one draft, named by its id. lines replace all lines; what is left out stays as it is.',
  input: UpdateQuote.extend({ quoteId: QuoteId, version: UpdateQuote.shape.version.optional() }),
  output: QuoteView,
  risk: 'cautious',
  effect: 'database',
  permission: 'quotes:write',
  execute: (ctx, { quoteId, ...changes }) => updateQuote(ctx.tx, ctx.principal, quoteId, changes),
  impact: () => ({ summary: 'Change one quote', records: 1 }),
  receipt: (output) => `Changed quote ${output.number} for ${output.clientName}.`,
});

export const changeQuoteStatusTool = defineTool({
  name: 'change_quote_status',
  description: 'Mark one quote as sent, accepted, declined or expired. It sends nothing to the client.',
  input: ChangeQuoteStatus.extend({ quoteId: QuoteId, version: ChangeQuoteStatus.shape.version.optional() }),
  output: QuoteView,
  risk: 'cautious',
  effect: 'database',
  permission: 'quotes:write',
  execute: (ctx, { quoteId, ...change }) => changeQuoteStatus(ctx.tx, ctx.principal, quoteId, change),
  impact: () => ({ summary: 'Change the status of one quote', records: 1 }),
  receipt: (output) => `Marked quote ${output.number} as ${output.status}.`,
});
