import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiFailure } from '../api/api-failure.ts';
import { type PanelName, recordPaths } from '../kinds/record-paths.ts';
import { NotFoundScreen } from './not-found-screen.tsx';
import page from './page.module.css';
import { PageHead } from './page-head.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';
import { Trouble } from './trouble.tsx';

interface RecordPageProps<View> {
  panel: PanelName;
  noun: string;
  query: UseQueryResult<View>;
  children: (record: View) => ReactNode;
}

/** The page of one record in whatever state it is: loading, refused, not there, or shown. */
export function RecordPage<View>({ panel, noun, query, children }: RecordPageProps<View>) {
  if (query.error instanceof ApiFailure && [400, 404, 422].includes(query.error.status)) return <NotFoundScreen />;
  if (query.data !== undefined) return <div className={page.page}>{children(query.data)}</div>;
  return (
    <div className={page.page}>
      <PageHead title={`${noun.charAt(0).toUpperCase()}${noun.slice(1)}`} before={<BackToList panel={panel} noun={noun} />} />
      {query.isError ? (
        <Trouble title={`This ${noun} could not be loaded`} error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </div>
  );
}

export function BackToList({ panel, noun }: { panel: PanelName; noun: string }) {
  return (
    <ActionIcon component={Link} to={recordPaths[panel]} variant="subtle" color="gray" size="lg" aria-label={`Back to the ${noun}s`}>
      <IconArrowLeft size={20} aria-hidden />
    </ActionIcon>
  );
}
