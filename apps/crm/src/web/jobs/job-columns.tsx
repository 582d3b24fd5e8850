import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import type { JobView } from '../../shared/job.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatDay, formatHour } from '../../shared/wall-clock.ts';
import list from '../list/list.module.css';
import { JobStatusBadge } from './job-status-badge.tsx';

const column = createColumnHelper<JobView>();

/** The columns of the list of jobs. */
export function createJobColumns({ currency, timeZone }: { currency: string; timeZone: string }) {
  const toMoment = (instant: string) => `${formatDay(new Date(instant), timeZone)}, ${formatHour(new Date(instant), timeZone)}`;
  return [
    column.accessor('startsAt', {
      header: 'When',
      cell: ({ row: { original: job } }) => (
        <span className={list.whoText}>
          <Link to="/jobs/$jobId" params={{ jobId: job.id }} className={list.name} data-row-link>
            {toMoment(job.startsAt)}
          </Link>
          <span className={list.phone}>{job.clientName}</span>
        </span>
      ),
    }),
    column.accessor('number', { header: 'Job', meta: { rank: 'first' }, cell: (cell) => `#${cell.getValue()}` }),
    column.accessor('clientName', { id: 'client', header: 'Client', meta: { rank: 'late' } }),
    column.accessor('vehicleName', { header: 'Vehicle', enableSorting: false, meta: { rank: 'first' } }),
    column.accessor('bayName', { header: 'Bay', enableSorting: false, meta: { rank: 'first' } }),
    column.accessor('status', { id: 'jobStatus', header: 'Status', enableSorting: false, cell: (cell) => <JobStatusBadge status={cell.getValue()} /> }),
    column.accessor('totalCents', { header: 'Total', meta: { isNumber: true, rank: 'late' }, cell: (cell) => formatMoney(cell.getValue(), currency) }),
  ];
}
