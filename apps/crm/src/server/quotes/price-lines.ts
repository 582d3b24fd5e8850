import { CountersignError } from '@countersign/core';
import { and, eq, inArray } from 'drizzle-orm';
import type { QuoteLineInput } from '../../shared/quote.ts';
import { priceFor } from '../../shared/service.ts';
import type { VehicleSize } from '../../shared/vehicle.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { services } from '../db/schema.ts';

export interface PricedLine {
  serviceId: string;
  name: string;
  priceCents: number;
}

/**
 * Names and prices the lines of a quote from the catalogue, for the size of its vehicle. A price that was given stays.
 * What is no longer offered cannot be added, but may stay where it was: `kept` are the services that were there before.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_input` with the line's path for a service that is unknown or no longer offered
 */
export async function priceLines(
  tx: CrmTx,
  actor: Actor,
  input: { lines: readonly QuoteLineInput[]; size: VehicleSize; kept?: readonly string[] },
): Promise<PricedLine[]> {
  requirePermission(actor, 'services:read');
  const ids = [...new Set(input.lines.map((line) => line.serviceId))];
  const rows = await tx
    .select()
    .from(services)
    .where(and(eq(services.tenantId, actor.tenantId), inArray(services.id, ids)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return input.lines.map(({ serviceId, priceCents }, index) => {
    const service = byId.get(serviceId);
    if (!service) return refuse(index, 'There is no such service in the catalogue.');
    if (!service.isActive && !input.kept?.includes(serviceId)) return refuse(index, `${service.name} is no longer offered.`);
    return { serviceId, name: service.name, priceCents: priceCents ?? priceFor(service, input.size) };
  });
}

function refuse(index: number, message: string): never {
  throw new CountersignError('invalid_input', message, { details: { issues: [{ path: `lines.${index}.serviceId`, message }] } });
}
