import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { flexRender, getCoreRowModel, type Header, type SortingState, useReactTable } from '@tanstack/react-table';
import { type KeyboardEvent, type MouseEvent, useMemo } from 'react';
import type { ClientSort, ClientView } from '../../shared/client.ts';
import { useMe } from '../auth/me-query.ts';
import { createClientColumns } from './client-columns.tsx';
import classes from './clients.module.css';

interface ClientsTableProps {
  clients: ClientView[];
  sort: ClientSort;
  onSort: (sort: ClientSort) => void;
  /** True while the rows belong to an earlier search. */
  isStale: boolean;
}

/** The table of clients. A click anywhere on a row opens the client; with the keyboard, arrows move from name to name. */
export function ClientsTable({ clients, sort, onSort, isStale }: ClientsTableProps) {
  const { timeZone } = useMe().shop;
  const navigate = useNavigate();
  const columns = useMemo(() => createClientColumns(timeZone), [timeZone]);
  const sorting: SortingState = [{ id: sort.replace('-', ''), desc: sort.startsWith('-') }];
  const table = useReactTable({
    data: clients,
    columns,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting },
    getRowId: (client) => client.id,
  });
  const openRow = (event: MouseEvent, clientId: string) => {
    // A link does its own work, and selecting text is not a click.
    if (event.target instanceof Element && event.target.closest('a')) return;
    if (window.getSelection()?.type === 'Range') return;
    void navigate({ to: '/clients/$clientId', params: { clientId } });
  };
  return (
    <table className={classes.table} aria-busy={isStale} data-stale={isStale || undefined}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <ColumnHead key={header.id} header={header} sort={sort} onSort={onSort} />
            ))}
          </tr>
        ))}
      </thead>
      <tbody onKeyDown={moveBetweenRows}>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} onClick={(event) => openRow(event, row.id)}>
            {row.getVisibleCells().map((cell) => (
              <td key={cell.id} data-column={cell.column.id}>
                {flexRender(cell.column.columnDef.cell, cell.getContext())}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const sortWords = { asc: 'ascending', desc: 'descending' } as const;

function ColumnHead({ header, sort, onSort }: { header: Header<ClientView, unknown>; sort: ClientSort; onSort: (sort: ClientSort) => void }) {
  const { column } = header;
  const sorted = column.getIsSorted();
  const label = flexRender(column.columnDef.header, header.getContext());
  const Icon = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconArrowsSort;
  const next = (sort === column.id ? `-${column.id}` : column.id) as ClientSort;
  return (
    <th scope="col" data-column={column.id} aria-sort={sorted ? sortWords[sorted] : undefined}>
      {column.getCanSort() ? (
        <UnstyledButton className={classes.sort} data-sorted={sorted || undefined} onClick={() => onSort(next)}>
          {label}
          <Icon size={14} aria-hidden />
        </UnstyledButton>
      ) : (
        label
      )}
    </th>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links: (Element | null)[] = [...event.currentTarget.querySelectorAll('[data-row-link]')];
  const target = links[links.indexOf(document.activeElement) + step];
  if (!(target instanceof HTMLElement)) return;
  event.preventDefault();
  target.focus();
}
