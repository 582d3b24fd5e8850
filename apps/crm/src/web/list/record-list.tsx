import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import classes from './list.module.css';

/** What is used of an infinite query. */
export interface PagedQuery {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  isFetching: boolean;
  /** True while the rows belong to an earlier search. */
  isPlaceholderData: boolean;
  isFetchNextPageError: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  refetch: () => Promise<unknown>;
  fetchNextPage: () => Promise<unknown>;
}

interface RecordListProps {
  /** As it reads within a sentence: "clients". */
  noun: string;
  query: PagedQuery;
  shown: number;
  total: number | undefined;
  empty: ReactNode;
  /** The rows. */
  children: ReactNode;
}

/** A list in whatever state it is: loading, refused, empty, or rows with the way to more of them. */
export function RecordList({ noun, query, shown, total, empty, children }: RecordListProps) {
  if (query.isPending) return <SkeletonRows />;
  if (query.isError && shown === 0)
    return <Trouble title={`The ${noun} could not be loaded`} error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />;
  if (shown === 0) return empty;
  return (
    <div className={classes.frame}>
      {children}
      <More query={query} shown={shown} total={total} />
    </div>
  );
}

/** @example toCount(1, 'client', 'jo') // '1 client found for “jo”' */
export function toCount(total: number, noun: string, q: string): string {
  return `${total.toLocaleString('en-US')} ${total === 1 ? noun : `${noun}s`}${q ? ` found for “${q}”` : ''}`;
}

/** The end of the list: how much of it is shown, and the next page. */
function More({ query, shown, total }: Pick<RecordListProps, 'query' | 'shown' | 'total'>) {
  if (query.isFetchNextPageError) {
    return (
      <div className={classes.more}>
        <Trouble
          title="The next page could not be loaded"
          error={query.error}
          isRetrying={query.isFetchingNextPage}
          onRetry={() => void query.fetchNextPage()}
        />
      </div>
    );
  }
  if (!query.hasNextPage) return null;
  return (
    <div className={classes.more}>
      {total !== undefined && `${shown} of ${total.toLocaleString('en-US')}`}
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}
