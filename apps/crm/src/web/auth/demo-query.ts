import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ApiFailure } from '../api/api-failure.ts';
import { request } from '../api/request.ts';

/** `GET /api/demo`: the sign-ins of a server with demo data. Anywhere else there are none. */
export const Demo = z.object({
  demo: z.boolean(),
  accounts: z.array(z.object({ email: z.string(), password: z.string(), role: z.string().optional(), shop: z.string().optional() })).optional(),
});
export type DemoAccount = NonNullable<z.infer<typeof Demo>['accounts']>[number];

export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: async ({ signal }): Promise<readonly DemoAccount[]> => {
    try {
      const { demo, accounts } = await request(Demo, '/api/demo', { signal });
      return demo ? (accounts ?? []) : [];
    } catch (error) {
      // A server without the route has no demo data.
      if (error instanceof ApiFailure && error.status === 404) return [];
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});
