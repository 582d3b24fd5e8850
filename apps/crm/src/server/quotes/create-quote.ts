import { randomUUID } from 'node:crypto';
import type { CreateQuote, QuoteView } from '../../shared/quote.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { quoteLines, quotes } from '../db/schema.ts';
import { getQuote } from './get-quote.ts';
import { takeNextNumber } from './next-number.ts';
import { type PricedLine, priceLines } from './price-lines.ts';
import { requireVehicleOf } from './require-vehicle-of.ts';
import { shopDay } from './shop-day.ts';
import { toDiscountColumns } from './to-quote-view.ts';

/** How long a quote holds when nobody says otherwise. */
const VALID_DAYS = 14;

/**
 * Writes a quote as a draft. Prices that are not given are the catalogue's at this moment, and stay what they are.
 *
 * @throws {CountersignError} `permission_denied`, `not_found` for an unknown client or vehicle, `invalid_input` for a
 *   vehicle of somebody else or a service that is not offered
 */
export async function createQuote(tx: CrmTx, actor: Actor, input: CreateQuote): Promise<QuoteView> {
  requirePermission(actor, 'quotes:write');
  const { clientId, vehicleId, discount, notes } = input;
  await getClient(tx, actor, clientId);
  const { size } = await requireVehicleOf(tx, actor, clientId, vehicleId);
  const lines = await priceLines(tx, actor, { lines: input.lines, size });
  const { totalCents } = toTotals(
    lines.map((line) => line.priceCents),
    discount,
  );
  const id = randomUUID();
  // Last, since from here to the commit other quotes of the shop wait.
  const number = await takeNextNumber(tx, actor, 'quote');
  const validUntil = input.validUntil ?? shopDay(actor, new Date(), VALID_DAYS);
  await tx.insert(quotes).values({ tenantId: actor.tenantId, id, number, clientId, vehicleId, ...toDiscountColumns(discount), totalCents, validUntil, notes });
  await insertLines(tx, actor, id, lines);
  const quote = await getQuote(tx, actor, id);
  await recordActivity(tx, actor, { recordType: 'quote', recordId: id, clientId, action: 'created', summary: `Wrote quote ${number} for ${quote.clientName}` });
  return quote;
}

export async function insertLines(tx: CrmTx, { tenantId }: Actor, quoteId: string, lines: readonly PricedLine[]): Promise<void> {
  await tx.insert(quoteLines).values(lines.map((line, position) => ({ tenantId, quoteId, position, ...line })));
}
