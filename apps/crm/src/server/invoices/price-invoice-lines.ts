import { CountersignError } from '@countersign/core';
import type { QuoteLineInput } from '../../shared/quote.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { type PricedLine, priceLines } from '../quotes/price-lines.ts';
import { requireVehicleOf } from '../quotes/require-vehicle-of.ts';

interface Unpriced {
  clientId: string;
  vehicleId: string | null;
  lines: readonly QuoteLineInput[];
  kept?: readonly string[];
}

/**
 * Names and prices the lines of an invoice as those of a quote. One that is for no vehicle has no size to go by, so every
 * line of it says its price.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `invalid_input` with the path of the line or the vehicle
 */
export async function priceInvoiceLines(tx: CrmTx, actor: Actor, { clientId, vehicleId, lines, kept = [] }: Unpriced): Promise<PricedLine[]> {
  if (vehicleId !== null) {
    const { size } = await requireVehicleOf(tx, actor, clientId, vehicleId);
    return priceLines(tx, actor, { lines, size, kept });
  }
  const unpriced = lines.findIndex((line) => line.priceCents === null);
  // Any size will do: no price is looked up.
  if (unpriced === -1) return priceLines(tx, actor, { lines, size: 'medium', kept });
  const message = 'Without a vehicle there is no price in the catalogue: say the price.';
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: `lines.${unpriced}.priceCents`, message }] } });
}
