import { Button, NativeSelect } from '@mantine/core';
import { IconPlus, IconReceipt2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type InvoiceSort, invoiceSorts } from '../../shared/invoice.ts';
import { invoiceStates, stateLabels } from '../../shared/invoice-status.ts';
import { formatMoney } from '../../shared/money.ts';
import page from '../app/page.module.css';
import { PageHead } from '../app/page-head.tsx';
import { useCan, useMe } from '../auth/me-query.ts';
import { EmptyList } from '../list/empty-list.tsx';
import classes from '../list/list.module.css';
import { RecordList, toCount } from '../list/record-list.tsx';
import { RecordTable } from '../list/record-table.tsx';
import { SearchField } from '../list/search-field.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { createInvoiceColumns } from './invoice-columns.tsx';
import { invoicesQuery } from './invoice-queries.ts';

const route = getRouteApi('/shell/invoices');
const states = [{ value: '', label: 'Every status' }, ...invoiceStates.map((state) => ({ value: state, label: stateLabels[state] }))];

/** The list of invoices, the newest first, and what is owed on them. */
export function InvoicesPage() {
  const search = route.useSearch();
  const q = search.q ?? '';
  const sort = invoiceSorts.find((known) => known === search.sort) ?? '-number';
  const state = invoiceStates.find((known) => known === search.state) ?? 'all';
  const navigate = route.useNavigate();
  const canWrite = useCan('invoices:write');
  const { currency } = useMe().shop;
  const columns = useMemo(() => createInvoiceColumns(currency), [currency]);
  const panel = usePanel();
  const query = useInfiniteQuery(invoicesQuery(q, state, sort));
  const invoices = query.data?.pages.flatMap((one) => one.invoices) ?? [];
  const last = query.data?.pages.at(-1);
  const setSearch = (change: { q?: string; sort?: InvoiceSort; state?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const add = () => void panel.open({ panel: 'invoice' }, { by: 'user' });
  const owed = last && last.balanceCents > 0 ? ` · ${formatMoney(last.balanceCents, currency)} owed` : '';
  return (
    <div className={page.page}>
      <PageHead title="Invoices" note={<span role="status">{last === undefined ? 'Loading…' : `${toCount(last.total, 'invoice', q)}${owed}`}</span>}>
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New invoice
          </Button>
        )}
      </PageHead>
      <div className={`${classes.bar} ${classes.filters}`}>
        <SearchField value={q} onSearch={(text) => setSearch({ q: text })} label="Search invoices" placeholder="Search by number, client or car" />
        <NativeSelect
          size="md"
          aria-label="Status"
          data={states}
          value={state === 'all' ? '' : state}
          onChange={(event) => setSearch({ state: event.currentTarget.value })}
        />
      </div>
      <RecordList
        noun="invoices"
        query={query}
        shown={invoices.length}
        total={last?.total}
        empty={
          <EmptyList
            noun="invoice"
            icon={IconReceipt2}
            q={q || (state === 'all' ? '' : stateLabels[state])}
            hint="Try the number, the client's name, the car, or another status."
            description="What you bill will be listed here."
            onClear={() => setSearch({ q: '', state: '' })}
            onAdd={canWrite ? add : undefined}
          />
        }
      >
        <RecordTable
          panel="invoice"
          rows={invoices}
          columns={columns}
          sort={sort}
          onSort={(next) => setSearch({ sort: next })}
          isStale={query.isPlaceholderData}
        />
      </RecordList>
    </div>
  );
}
