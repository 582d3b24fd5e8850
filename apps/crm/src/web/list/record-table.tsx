import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ColumnDef, flexRender, getCoreRowModel, type Header, type SortingState, useReactTable } from '@tanstack/react-table';
import type { KeyboardEvent, MouseEvent } from 'react';
import { type PanelName, toRecordPath } from '../kinds/record-paths.ts';
import classes from './list.module.css';

export interface RecordTableProps<Row extends { id: string }, Sort extends string> {
  /** What kind of records they are: a click opens the page of one. */
  panel: PanelName;
  rows: Row[];
  /** They must be the same from render to render. Where the list is narrow, the first carries what the hidden ones would show. */
  // biome-ignore lint/suspicious/noExplicitAny: type plumbing: each column has a value type of its own
  columns: ColumnDef<Row, any>[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** True while the rows belong to an earlier search. */
  isStale: boolean;
}

/** A table of records. A click anywhere on a row opens the record; with the keyboard, arrows move from name to name. */
export function RecordTable<Row extends { id: string }, Sort extends string>({ panel, rows, columns, sort, onSort, isStale }: RecordTableProps<Row, Sort>) {
  const navigate = useNavigate();
  const sorting: SortingState = [{ id: sort.replace('-', ''), desc: sort.startsWith('-') }];
  const table = useReactTable({
    data: rows,
    columns,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting },
    getRowId: (row) => row.id,
  });
  const openRow = (event: MouseEvent, recordId: string) => {
    // A link does its own work, and selecting text is not a click.
    if (event.target instanceof Element && event.target.closest('a')) return;
    if (window.getSelection()?.type === 'Range') return;
    void navigate({ to: toRecordPath(panel, recordId) });
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
              <td key={cell.id} {...toAttributes(cell.column.id, cell.column.columnDef.meta)}>
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

/** How soon a column gives way where the list is narrow: `first` goes first, `late` last, without a rank it stays. Numbers stand at the end. */
interface ColumnMeta {
  rank?: 'first' | 'late';
  isNumber?: boolean;
}

function toAttributes(id: string, meta: unknown) {
  const { rank, isNumber } = (meta ?? {}) as ColumnMeta;
  return { 'data-column': id, 'data-rank': rank, 'data-number': isNumber };
}

interface ColumnHeadProps<Row, Sort extends string> {
  header: Header<Row, unknown>;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

function ColumnHead<Row, Sort extends string>({ header, sort, onSort }: ColumnHeadProps<Row, Sort>) {
  const { column } = header;
  const sorted = column.getIsSorted();
  const label = flexRender(column.columnDef.header, header.getContext());
  const Icon = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconArrowsSort;
  const next = (sort === column.id ? `-${column.id}` : column.id) as Sort;
  return (
    <th scope="col" {...toAttributes(column.id, column.columnDef.meta)} aria-sort={sorted ? sortWords[sorted] : undefined}>
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
