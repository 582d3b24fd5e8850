import { and, count, eq, like, or, type SQL, sql } from 'drizzle-orm';
import type { ListQuotes, QuotePage } from '../../shared/quote.ts';
import type { QuoteStatus } from '../../shared/quote-status.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { type MatchMode, matchWords } from '../db/match-words.ts';
import { clients, quotes, vehicles } from '../db/schema.ts';
import { createKeyset } from '../http/keyset.ts';
import { shopDay } from './shop-day.ts';
import { isItsClient, isItsVehicle, quoteColumns, toQuoteSummary } from './to-quote-view.ts';

const keys = {
  number: { key: quotes.number, type: 'integer' },
  client: { key: clients.nameKey, type: 'text' },
  totalCents: { key: quotes.totalCents, type: 'bigint' },
  // Days in this form sort like days.
  validUntil: { key: sql`${quotes.validUntil}::text`, type: 'text' },
} as const;

/**
 * One page of the shop's quotes. A search is a number, or words of the client and the vehicle; typos are forgiven only
 * when nothing matches as typed.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request` for a cursor of another list
 */
export async function listQuotes(tx: CrmTx, actor: Actor, input: ListQuotes): Promise<QuotePage> {
  requirePermission(actor, 'quotes:read');
  const { q, status, clientId, vehicleId, sort, limit } = input;
  const today = shopDay(actor, new Date());
  const keyset = createKeyset({ of: [q, status, clientId, vehicleId], sort, keys, id: quotes.id, cursor: input.cursor });
  const toCount = async (mode: MatchMode) => {
    const where = and(
      eq(quotes.tenantId, actor.tenantId),
      status === 'all' ? undefined : hasStatus(status, today),
      clientId === undefined ? undefined : eq(quotes.clientId, clientId),
      vehicleId === undefined ? undefined : eq(quotes.vehicleId, vehicleId),
      matchQuote(q, mode),
    );
    const [row] = await tx.select({ total: count() }).from(quotes).innerJoin(clients, isItsClient).innerJoin(vehicles, isItsVehicle).where(where);
    return { where, total: row?.total ?? 0 };
  };
  const asTyped = await toCount('words');
  const { where, total } = asTyped.total > 0 ? asTyped : await toCount('similar');
  const rows = await tx
    .select({ ...quoteColumns, id: quotes.id, key: keyset.key })
    .from(quotes)
    .innerJoin(clients, isItsClient)
    .innerJoin(vehicles, isItsVehicle)
    .where(and(where, keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(limit + 1);
  const { page, next } = keyset.split(rows, limit);
  return { quotes: page.map((row) => toQuoteSummary(row, today)), next, total };
}

/** In SQL what `statusOn` says in code. */
function hasStatus(status: QuoteStatus, today: string): SQL {
  const hasRunOut = sql`(${quotes.status} = 'sent' and ${quotes.validUntil} < ${today}::date)`;
  if (status === 'expired') return sql`(${quotes.status} = 'expired' or ${hasRunOut})`;
  return sql`(${quotes.status} = ${status} and not ${hasRunOut})`;
}

/** "1042" and "#1042" are the number of a quote before they are anything else. */
function matchQuote(query: string, mode: MatchMode): SQL | undefined {
  const words = matchWords(query, { text: sql`(${clients.searchText} || ${vehicles.searchText})`, mode });
  const number = /^#?(\d{1,9})$/.exec(query.trim())?.[1];
  return number === undefined ? words : or(like(sql`${quotes.number}::text`, `${number}%`), words);
}
