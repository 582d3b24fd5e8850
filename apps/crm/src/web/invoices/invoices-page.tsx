import { IconReceipt2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type InvoiceSort, invoiceSorts } from '../../shared/invoice.ts';
import { invoiceStates, stateLabels } from '../../shared/invoice-status.ts';
import { formatMoney } from '../../shared/money.ts';
import { useMe } from '../auth/me-query.ts';
import { ListPage } from '../list/list-page.tsx';
import { StateFilter } from '../list/state-filter.tsx';
import { createInvoiceColumns } from './invoice-columns.tsx';
import { invoicesQuery } from './invoice-queries.ts';

const route = getRouteApi('/shell/invoices');

/** The list of invoices, the newest first, and what is owed on them. */
export function InvoicesPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = invoiceSorts.find((known) => known === search.sort) ?? '-number';
  const state = invoiceStates.find((known) => known === search.state) ?? 'all';
  const navigate = route.useNavigate();
  const { currency } = useMe().shop;
  const columns = useMemo(() => createInvoiceColumns(currency), [currency]);
  const query = useInfiniteQuery(invoicesQuery(q, state, sort));
  const last = query.data?.pages.at(-1);
  const setSearch = (change: { q?: string; sort?: InvoiceSort; state?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <ListPage
      panel="invoice"
      icon={IconReceipt2}
      query={query}
      rows={query.data?.pages.flatMap((one) => one.invoices) ?? []}
      total={last?.total}
      note={last && last.balanceCents > 0 ? ` · ${formatMoney(last.balanceCents, currency)} owed` : ''}
      columns={columns}
      sort={sort}
      q={q}
      placeholder="Search by number, client or car"
      filters={<StateFilter states={invoiceStates} labels={stateLabels} value={state} onChange={(next) => setSearch({ state: next })} />}
      narrowedTo={state === 'all' ? '' : stateLabels[state]}
      hint="Try the number, the client's name, the car, or another status."
      description="What you bill will be listed here."
      onSearch={setSearch}
      onClear={() => setSearch({ q: '', state: '' })}
    />
  );
}
