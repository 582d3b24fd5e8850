import { CountersignError } from '@countersign/core';
import { and, eq, sql } from 'drizzle-orm';
import type { ChangeQuoteStatus, QuoteView } from '../../shared/quote.ts';
import { canFollow } from '../../shared/quote-status.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { quotes } from '../db/schema.ts';
import { requireVersion } from '../db/versioned.ts';
import { getQuote } from './get-quote.ts';

export type StatusChange = Omit<ChangeQuoteStatus, 'version'> & { version?: number | undefined };

/**
 * Marks a quote as sent, or as what the client answered. It sends nothing.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `conflict` with `{ current: QuoteView }` when it was changed
 *   meanwhile or the status cannot follow the one it has today
 */
export async function changeQuoteStatus(tx: CrmTx, actor: Actor, id: string, { version, status }: StatusChange): Promise<QuoteView> {
  requirePermission(actor, 'quotes:write');
  const before = await getQuote(tx, actor, id);
  if (version !== undefined && version !== before.version) return requireVersion('quote', version, before);
  if (!canFollow(before.status, status)) {
    const message = `Quote ${before.number} is ${before.status}: it cannot become ${status}.`;
    throw new CountersignError('conflict', message, { details: { current: before } });
  }
  const time = status === 'sent' ? { sentAt: sql`now()` } : { answeredAt: sql`now()` };
  const { rowCount } = await tx
    .update(quotes)
    .set({ status, ...time, version: sql`${quotes.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(quotes.tenantId, actor.tenantId), eq(quotes.id, id), eq(quotes.version, before.version)));
  const current = await getQuote(tx, actor, id);
  if (rowCount !== 1) return requireVersion('quote', before.version, current);
  const summary = `Marked quote ${current.number} for ${current.clientName} as ${status}`;
  await recordActivity(tx, actor, { recordType: 'quote', recordId: id, clientId: current.clientId, action: status, summary });
  return current;
}
