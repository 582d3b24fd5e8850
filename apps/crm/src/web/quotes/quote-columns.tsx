import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import { formatMoney } from '../../shared/money.ts';
import type { QuoteSummary } from '../../shared/quote.ts';
import list from '../list/list.module.css';
import { formatDate } from '../ui/format-time.ts';
import { StatusBadge } from './status-badge.tsx';

const column = createColumnHelper<QuoteSummary>();

/** The columns of the list of quotes. */
export function createQuoteColumns(currency: string) {
  return [
    column.accessor('number', {
      header: 'Quote',
      cell: ({ row: { original: quote } }) => (
        <span className={list.whoText}>
          <Link to="/quotes/$quoteId" params={{ quoteId: quote.id }} className={list.name} data-row-link>
            #{quote.number}
          </Link>
          <span className={list.phone}>{quote.clientName}</span>
        </span>
      ),
    }),
    column.accessor('clientName', { id: 'client', header: 'Client', meta: { rank: 'late' } }),
    column.accessor('vehicleName', { header: 'Vehicle', enableSorting: false, meta: { rank: 'first' } }),
    column.accessor('status', { header: 'Status', enableSorting: false, cell: (cell) => <StatusBadge status={cell.getValue()} /> }),
    column.accessor('validUntil', { header: 'Valid until', meta: { rank: 'first' }, cell: (cell) => formatDate(cell.getValue()) }),
    column.accessor('totalCents', { header: 'Total', meta: { isNumber: true }, cell: (cell) => formatMoney(cell.getValue(), currency) }),
  ];
}
