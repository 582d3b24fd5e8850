import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import type { QuoteView, UpdateQuote } from '../../shared/quote.ts';
import { toTotals } from '../../shared/quote-totals.ts';
import { nameChanges } from '../activity/name-changes.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { quoteLines, quotes } from '../db/schema.ts';
import { requireVersion, withoutUndefined } from '../db/versioned.ts';
import { insertLines } from './create-quote.ts';
import { getQuote } from './get-quote.ts';
import { priceLines } from './price-lines.ts';
import { requireVehicleOf } from './require-vehicle-of.ts';
import { toDiscountColumns } from './to-quote-view.ts';

const labels = { vehicleId: 'vehicle', lines: 'services', discount: 'discount', validUntil: 'last day', notes: 'notes' } as const;

/** What to change. Without a version, whatever is there is changed. */
export type QuoteChanges = Omit<UpdateQuote, 'version'> & { version?: number | undefined };

/**
 * Changes a draft, if it still is at the version the change was made on. Lines that are sent replace all lines; those
 * without a price are priced anew, for the size of the vehicle that the quote is for then.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `invalid_input`, `conflict` with `{ current: QuoteView }`
 *   when it was changed meanwhile or is no draft any more
 */
export async function updateQuote(tx: CrmTx, actor: Actor, id: string, input: QuoteChanges): Promise<QuoteView> {
  requirePermission(actor, 'quotes:write');
  const { version, vehicleId, discount, lines: wanted, ...changes } = input;
  const before = await getQuote(tx, actor, id);
  if (version !== undefined && version !== before.version) return requireVersion('quote', version, before);
  if (before.status !== 'draft') return refuseFinal(before);
  const vehicle = await requireVehicleOf(tx, actor, before.clientId, vehicleId ?? before.vehicleId);
  const kept = before.lines.map((line) => line.serviceId);
  const lines = wanted ? await priceLines(tx, actor, { lines: wanted, size: vehicle.size, kept }) : before.lines;
  const nextDiscount = discount === undefined ? before.discount : discount;
  const { totalCents } = toTotals(
    lines.map((line) => line.priceCents),
    nextDiscount,
  );
  // The version that was read, not the one that was sent: two changes at one moment must not both count.
  const { rowCount } = await tx
    .update(quotes)
    .set({
      ...withoutUndefined(changes),
      vehicleId: vehicle.id,
      ...toDiscountColumns(nextDiscount),
      totalCents,
      version: sql`${quotes.version} + 1`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(quotes.tenantId, actor.tenantId), eq(quotes.id, id), eq(quotes.version, before.version)));
  if (rowCount !== 1) return requireVersion('quote', before.version, await getQuote(tx, actor, id));
  if (wanted) {
    await tx.delete(quoteLines).where(and(eq(quoteLines.tenantId, actor.tenantId), eq(quoteLines.quoteId, id)));
    await insertLines(tx, actor, id, lines);
  }
  const after = await getQuote(tx, actor, id);
  const changed = nameChanges(before, after, labels);
  const summary = `Changed the ${changed} of quote ${after.number} for ${after.clientName}`;
  if (changed) await recordActivity(tx, actor, { recordType: 'quote', recordId: id, clientId: after.clientId, action: 'changed', summary });
  return after;
}

function refuseFinal(current: QuoteView): never {
  const message = `Quote ${current.number} is ${current.status} and can no longer be changed. Write a new one instead.`;
  throw new CountersignError('conflict', message, { details: { current } });
}
