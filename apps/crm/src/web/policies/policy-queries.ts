import { queryOptions } from '@tanstack/react-query';
import { agentClient } from '../api/agent-client.ts';

/** The rules in force. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => agentClient.getPolicies({}, { signal }),
  staleTime: 0,
});

/** What rules can be about. */
export const toolsQuery = queryOptions({
  queryKey: ['tools'],
  queryFn: ({ signal }) => agentClient.listTools({}, { signal }),
  staleTime: 300_000,
});
