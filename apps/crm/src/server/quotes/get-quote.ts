import { CountersignError } from '@countersign/core';
import { and, asc, eq } from 'drizzle-orm';
import { QuoteId, type QuoteView } from '../../shared/quote.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients, quoteLines, quotes, vehicles } from '../db/schema.ts';
import { shopDay } from './shop-day.ts';
import { isItsClient, isItsVehicle, quoteColumns, toQuoteView } from './to-quote-view.ts';

/** @throws {CountersignError} `permission_denied`, `not_found` (also for another shop's quote: nobody can tell them apart) */
export async function getQuote(tx: CrmTx, actor: Actor, id: string): Promise<QuoteView> {
  requirePermission(actor, 'quotes:read');
  const [row] = QuoteId.safeParse(id).success
    ? await tx
        .select(quoteColumns)
        .from(quotes)
        .innerJoin(clients, isItsClient)
        .innerJoin(vehicles, isItsVehicle)
        .where(and(eq(quotes.tenantId, actor.tenantId), eq(quotes.id, id)))
    : [];
  if (!row) throw new CountersignError('not_found', `There is no quote ${id} in this shop.`);
  const lines = await tx
    .select()
    .from(quoteLines)
    .where(and(eq(quoteLines.tenantId, actor.tenantId), eq(quoteLines.quoteId, id)))
    .orderBy(asc(quoteLines.position));
  return toQuoteView(row, lines, shopDay(actor, new Date()));
}
