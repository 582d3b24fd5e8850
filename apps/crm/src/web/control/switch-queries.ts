import type { SetSwitch } from '@countersign/core';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { agentClient } from '../api/agent-client.ts';

/** How often a page that is looked at asks what is off now, in milliseconds. */
const FRESH_MS = 4_000;

/** What is switched off, and what was. */
export const switchesQuery = queryOptions({
  queryKey: ['switches'],
  queryFn: ({ signal }) => agentClient.listSwitches({}, { signal }),
  refetchInterval: FRESH_MS,
  staleTime: 0,
});

/** Switches something off, or on again: for the next thing that is done anywhere. */
export function useSetSwitch(onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: SetSwitch) => agentClient.setSwitch(change),
    onSuccess: (switches) => {
      queryClient.setQueryData(switchesQuery.queryKey, switches);
      // Work pauses, or goes on.
      void queryClient.invalidateQueries({ queryKey: ['runs'] });
      onDone();
    },
  });
}
