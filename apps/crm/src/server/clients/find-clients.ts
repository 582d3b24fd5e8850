import { and, eq } from 'drizzle-orm';
import type { ClientView } from '../../shared/client.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { clients } from '../db/schema.ts';
import { countMatches } from './list-clients.ts';
import { byCloseness, matchClients } from './match-clients.ts';
import { toClientView } from './to-client-view.ts';

/**
 * The clients that best match some words, the nearest name first. `isExact` is false when nobody matches as typed and
 * these are only spelled alike.
 *
 * @throws {CountersignError} `permission_denied`
 */
export async function findClients(
  tx: CrmTx,
  actor: Actor,
  input: { query: string; limit: number },
): Promise<{ clients: ClientView[]; total: number; isExact: boolean }> {
  requirePermission(actor, 'clients:read');
  const { mode, total } = await countMatches(tx, actor, input.query);
  const rows = await tx
    .select()
    .from(clients)
    .where(and(eq(clients.tenantId, actor.tenantId), matchClients(input.query, mode)))
    .orderBy(...byCloseness(input.query))
    .limit(input.limit);
  return { clients: rows.map(toClientView), total, isExact: mode === 'words' };
}
