import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isFailure } from './api-failure.ts';

/** One cache for the page. `onSignedOut` runs when any answer says that nobody is signed in any more. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isFailure(error) && error.status === 401) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // What was refused once is refused again; only silence and the server's own trouble are worth a repeat.
        retry: (count, error) => count < 2 && isFailure(error) && (error.status === 0 || error.status >= 500),
      },
    },
  });
}
