import type { ServiceView } from '../../shared/service.ts';
import type { services } from '../db/schema.ts';

type Row = Omit<typeof services.$inferSelect, 'tenantId' | 'nameKey' | 'searchText'>;

export function toServiceView(row: Row): ServiceView {
  const { id, name, description, durationMinutes, smallCents, mediumCents, largeCents, xlCents, isActive, version, createdAt, updatedAt } = row;
  const prices = { smallCents, mediumCents, largeCents, xlCents };
  return { id, name, description, durationMinutes, ...prices, isActive, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
