import type { ClientView } from '../../shared/client.ts';
import type { clients } from '../db/schema.ts';

type Row = Omit<typeof clients.$inferSelect, 'tenantId' | 'nameKey' | 'searchText'>;

export function toClientView(row: Row): ClientView {
  const { id, firstName, lastName, phone, email, notes, version, createdAt, updatedAt } = row;
  return { id, firstName, lastName, phone, email, notes, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
