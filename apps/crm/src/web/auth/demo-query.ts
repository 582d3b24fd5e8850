import { queryOptions } from '@tanstack/react-query';
import { Demo } from '../../shared/demo.ts';
import { request } from '../api/request.ts';

export type DemoAccount = Demo['accounts'][number];

/** The sign-ins of a server with demo data. Anywhere else there are none. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: async ({ signal }): Promise<readonly DemoAccount[]> => {
    const { demo, accounts } = await request(Demo, '/api/demo', { signal });
    return demo ? accounts : [];
  },
  staleTime: Number.POSITIVE_INFINITY,
});
