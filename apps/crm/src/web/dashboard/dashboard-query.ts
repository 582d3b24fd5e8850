import { queryOptions } from '@tanstack/react-query';
import { Dashboard } from '../../shared/dashboard.ts';
import { request } from '../api/request.ts';

/** What the shop looks at first. Looked at, it stays fresh by itself. */
export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: ({ signal }) => request(Dashboard, '/api/dashboard', { signal }),
  refetchInterval: 60_000,
  staleTime: 0,
});
