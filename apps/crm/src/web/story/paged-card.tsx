import { Button, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Trouble } from '../ui/trouble.tsx';
import classes from './story.module.css';

interface PagedCardProps {
  /** As it reads within a sentence: "notes". */
  noun: string;
  query: {
    isPending: boolean;
    isError: boolean;
    error: unknown;
    isFetching: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    hasNextPage: boolean;
    refetch: () => Promise<unknown>;
    fetchNextPage: () => Promise<unknown>;
  };
  shown: number;
  empty: string;
  children: ReactNode;
}

/** The inside of a card that is a list, in whatever state it is: loading, refused, empty, or entries with the way to older ones. */
export function PagedCard({ noun, query, shown, empty, children }: PagedCardProps) {
  if (query.isPending) {
    return (
      <Stack gap="sm" role="status" aria-busy="true" aria-label={`Loading the ${noun}`}>
        <Skeleton height={16} width="80%" />
        <Skeleton height={16} width="60%" />
      </Stack>
    );
  }
  if (query.isError && shown === 0)
    return <Trouble title={`The ${noun} could not be loaded`} error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />;
  if (shown === 0) return <p className={classes.empty}>{empty}</p>;
  return (
    <>
      {children}
      {query.isFetchNextPageError && (
        <Trouble
          title={`Older ${noun} could not be loaded`}
          error={query.error}
          isRetrying={query.isFetchingNextPage}
          onRetry={() => void query.fetchNextPage()}
        />
      )}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <Button size="compact-sm" variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older {noun}
        </Button>
      )}
    </>
  );
}
