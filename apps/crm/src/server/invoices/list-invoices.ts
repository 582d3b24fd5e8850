import { and, count, eq, like, or, type SQL, sql } from 'drizzle-orm';
import type { InvoicePage, ListInvoices } from '../../shared/invoice.ts';
import type { InvoiceState } from '../../shared/invoice-status.ts';
import { getShop } from '../auth/get-shop.ts';
import { type Actor, requirePermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { invoices } from '../db/invoices-schema.ts';
import { type MatchMode, matchWords } from '../db/match-words.ts';
import { clients, vehicles } from '../db/schema.ts';
import { createKeyset } from '../http/keyset.ts';
import { shopDay } from '../quotes/shop-day.ts';
import { balance, invoiceColumns, isItsClient, isItsVehicle, toInvoiceSummary } from './to-invoice-view.ts';

const keys = {
  number: { key: invoices.number, type: 'integer' },
  client: { key: clients.nameKey, type: 'text' },
  // Days in this form sort like days.
  dueOn: { key: sql`${invoices.dueOn}::text`, type: 'text' },
  totalCents: { key: invoices.totalCents, type: 'bigint' },
  balanceCents: { key: sql`(${balance})`, type: 'bigint' },
} as const;

/**
 * One page of the shop's invoices, and what is owed on all that match. A search is a number, or words of the client and the
 * vehicle; typos are forgiven only when nothing matches as typed.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request` for a cursor of another list
 */
export async function listInvoices(tx: CrmTx, actor: Actor, input: ListInvoices): Promise<InvoicePage> {
  requirePermission(actor, 'invoices:read');
  const { q, status, clientId, quoteId, jobId, minDaysOverdue, sort, limit } = input;
  const today = shopDay(actor, new Date());
  const of = [q, status, clientId, quoteId, jobId, minDaysOverdue];
  const keyset = createKeyset({ of, sort, keys, id: invoices.id, cursor: input.cursor });
  const toCount = async (mode: MatchMode) => {
    const where = and(
      eq(invoices.tenantId, actor.tenantId),
      status === 'all' ? undefined : isIn(status, today),
      minDaysOverdue === undefined ? undefined : isOverdue(shopDay(actor, new Date(), 1 - minDaysOverdue)),
      clientId === undefined ? undefined : eq(invoices.clientId, clientId),
      quoteId === undefined ? undefined : eq(invoices.quoteId, quoteId),
      jobId === undefined ? undefined : eq(invoices.jobId, jobId),
      matchInvoice(q, mode),
    );
    const [row] = await tx
      .select({ total: count(), balanceCents: sql<string>`coalesce(sum(${balance}), 0)` })
      .from(invoices)
      .innerJoin(clients, isItsClient)
      .leftJoin(vehicles, isItsVehicle)
      .where(where);
    return { where, total: row?.total ?? 0, balanceCents: Number(row?.balanceCents ?? 0) };
  };
  const asTyped = await toCount('words');
  const { where, total, balanceCents } = asTyped.total > 0 ? asTyped : await toCount('similar');
  const rows = await tx
    .select({ ...invoiceColumns, id: invoices.id, key: keyset.key })
    .from(invoices)
    .innerJoin(clients, isItsClient)
    .leftJoin(vehicles, isItsVehicle)
    .where(and(where, keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(limit + 1);
  const { page, next } = keyset.split(rows, limit);
  const { currency } = await getShop(tx, actor);
  return { invoices: page.map((row) => toInvoiceSummary(row, today)), next, total, balanceCents, currency };
}

/** Owed, and due before a day. */
function isOverdue(day: string): SQL {
  return sql`(${invoices.status} = 'open' and ${invoices.dueOn} < ${day}::date)`;
}

function isIn(state: InvoiceState, today: string): SQL {
  return state === 'overdue' ? isOverdue(today) : eq(invoices.status, state);
}

/** "1042" and "#1042" are the number of an invoice before they are anything else. */
function matchInvoice(query: string, mode: MatchMode): SQL | undefined {
  const words = matchWords(query, { text: sql`(${clients.searchText} || coalesce(${vehicles.searchText}, ''))`, mode });
  const number = /^#?(\d{1,9})$/.exec(query.trim())?.[1];
  return number === undefined ? words : or(like(sql`${invoices.number}::text`, `${number}%`), words);
}
