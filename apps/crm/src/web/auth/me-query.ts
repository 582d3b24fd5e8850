import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { Me } from '../../shared/me.ts';
import type { Permission } from '../../shared/roles.ts';
import { ApiFailure } from '../api/api-failure.ts';
import { request } from '../api/request.ts';

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await request(Me, '/api/me', { signal });
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Who is signed in. Only under the shell, which nobody reaches signed out. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new ApiFailure({ status: 401, code: 'unauthenticated', message: 'You are signed out. Sign in again to go on.' });
  return data;
}

/** Does the signed-in person have a permission? Only hides what the server would refuse anyway. */
export function useCan(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
