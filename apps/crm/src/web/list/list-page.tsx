import { Button } from '@mantine/core';
import { type Icon, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCan } from '../auth/me-query.ts';
import { panelKinds } from '../kinds/panel-kinds.ts';
import { usePanel } from '../panels/panel-state.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { EmptyList } from './empty-list.tsx';
import classes from './list.module.css';
import { type PagedQuery, RecordList, toCount } from './record-list.tsx';
import { RecordTable, type RecordTableProps } from './record-table.tsx';
import { SearchField } from './search-field.tsx';

interface ListPageProps<Row extends { id: string }, Sort extends string> extends Omit<RecordTableProps<Row, Sort>, 'onSort' | 'isStale'> {
  query: PagedQuery;
  /** Of all pages; undefined until it is known. */
  total: number | undefined;
  /** Behind the count. */
  note?: string;
  icon: Icon;
  q: string;
  /** What is asked of the search field. */
  placeholder: string;
  /** What else narrows the list: its controls, and their choice in words; '' where they leave it whole. */
  filters?: ReactNode;
  filtersClass?: string | undefined;
  narrowedTo?: string;
  /** What else to search for when nothing was found. */
  hint: string;
  /** What will stand here once there is something. */
  description: string;
  /** Into the address, so that a view can be shared and gone back to. */
  onSearch: (change: { q?: string; sort?: Sort }) => void;
  /** Makes the list whole again. */
  onClear: () => void;
}

/** The page of all records of a kind: how many, the way to a new one, the search, and the table. */
export function ListPage<Row extends { id: string }, Sort extends string>({ query, total, onSearch, onClear, ...props }: ListPageProps<Row, Sort>) {
  const { panel, rows, q, filters, narrowedTo = '', note = '' } = props;
  const { noun, permission } = panelKinds[panel];
  const canWrite = useCan(permission);
  const { open } = usePanel();
  const add = () => void open({ panel }, { by: 'user' });
  const nouns = `${noun}s`;
  return (
    <div className={page.page}>
      <PageHead
        title={`${nouns.charAt(0).toUpperCase()}${nouns.slice(1)}`}
        note={<span role="status">{total === undefined ? 'Loading…' : `${toCount(total, noun, q)}${note}`}</span>}
      >
        {canWrite && (
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New {noun}
          </Button>
        )}
      </PageHead>
      <div className={`${classes.bar} ${filters ? (props.filtersClass ?? classes.filters) : ''}`}>
        <SearchField value={q} onSearch={(text) => onSearch({ q: text })} label={`Search ${nouns}`} placeholder={props.placeholder} />
        {filters}
      </div>
      <RecordList
        noun={nouns}
        query={query}
        shown={rows.length}
        total={total}
        empty={
          <EmptyList
            noun={noun}
            icon={props.icon}
            q={[q, narrowedTo].filter(Boolean).join(', ')}
            hint={props.hint}
            description={props.description}
            onClear={onClear}
            onAdd={canWrite ? add : undefined}
          />
        }
      >
        <RecordTable
          panel={panel}
          rows={rows}
          columns={props.columns}
          sort={props.sort}
          onSort={(sort) => onSearch({ sort })}
          isStale={query.isPlaceholderData}
        />
      </RecordList>
    </div>
  );
}
