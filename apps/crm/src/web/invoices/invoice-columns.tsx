import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import type { InvoiceSummary } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import list from '../list/list.module.css';
import { formatDate } from '../ui/format-time.ts';
import { InvoiceBadge } from './invoice-badge.tsx';

const column = createColumnHelper<InvoiceSummary>();

/** The columns of the list of invoices. */
export function createInvoiceColumns(currency: string) {
  return [
    column.accessor('number', {
      header: 'Invoice',
      cell: ({ row: { original: invoice } }) => (
        <span className={list.whoText}>
          <Link to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} className={list.name} data-row-link>
            #{invoice.number}
          </Link>
          <span className={list.phone}>{invoice.clientName}</span>
        </span>
      ),
    }),
    column.accessor('clientName', { id: 'client', header: 'Client', meta: { rank: 'late' } }),
    column.accessor('status', { header: 'Status', enableSorting: false, cell: ({ row }) => <InvoiceBadge invoice={row.original} /> }),
    column.accessor('dueOn', { header: 'Due', meta: { rank: 'late' }, cell: (cell) => formatDate(cell.getValue()) }),
    column.accessor('totalCents', { header: 'Total', meta: { isNumber: true, rank: 'first' }, cell: (cell) => formatMoney(cell.getValue(), currency) }),
    column.accessor('balanceCents', {
      header: 'Owed',
      meta: { isNumber: true },
      cell: (cell) => (cell.getValue() === 0 ? <span className={list.none}>—</span> : formatMoney(cell.getValue(), currency)),
    }),
  ];
}
