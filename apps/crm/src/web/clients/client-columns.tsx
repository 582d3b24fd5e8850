import { Link } from '@tanstack/react-router';
import { createColumnHelper } from '@tanstack/react-table';
import { type ClientView, fullName } from '../../shared/client.ts';
import { formatPhone } from '../../shared/phone.ts';
import classes from '../list/list.module.css';
import { formatDay } from '../ui/format-time.ts';
import { Initials } from '../ui/initials.tsx';

const column = createColumnHelper<ClientView>();
const none = <span className={classes.none}>—</span>;

/** The columns of the client list. Where the list is narrow, the first carries what the hidden ones would show. */
export function createClientColumns(timeZone: string) {
  return [
    column.accessor((client) => fullName(client), {
      id: 'name',
      header: 'Name',
      cell: ({ row: { original: client } }) => (
        <span className={classes.who}>
          <Initials name={fullName(client)} />
          <span className={classes.whoText}>
            <Link to="/clients/$clientId" params={{ clientId: client.id }} className={classes.name} data-row-link>
              {fullName(client)}
            </Link>
            {client.email && <span className={classes.email}>{client.email}</span>}
            <span className={classes.phone}>{client.phone ? formatPhone(client.phone) : (client.email ?? 'No phone or email')}</span>
          </span>
        </span>
      ),
    }),
    column.accessor('phone', {
      header: 'Phone',
      enableSorting: false,
      meta: { rank: 'late' },
      cell: (cell) => (cell.getValue() ? formatPhone(cell.getValue() ?? '') : none),
    }),
    column.accessor('email', { header: 'Email', enableSorting: false, meta: { rank: 'first' }, cell: (cell) => cell.getValue() ?? none }),
    column.accessor('createdAt', { header: 'Client since', cell: (cell) => formatDay(cell.getValue(), timeZone) }),
  ];
}
