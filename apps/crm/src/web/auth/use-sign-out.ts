import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { toSentence } from '../api/api-failure.ts';
import { meQuery } from './me-query.ts';
import { signOut } from './sign-in.ts';

/** Signs out and forgets everything the page knew about the shop. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      await signOut();
    } catch (error) {
      notifications.show({ color: 'red', title: 'Still signed in', message: toSentence(error) });
      return;
    }
    // First away from the pages that need somebody to be signed in, then forget who it was.
    await navigate({ to: '/sign-in' });
    queryClient.setQueryData(meQuery.queryKey, null);
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && queryKey[0] !== 'demo' });
  };
}
