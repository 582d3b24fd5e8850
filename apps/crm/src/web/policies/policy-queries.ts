import { PoliciesView, ToolList } from '@countersign/core';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/request.ts';

/** The rules in force. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => request(PoliciesView, '/agent/policies', { signal }),
  staleTime: 0,
});

/** What rules can be about. */
export const toolsQuery = queryOptions({
  queryKey: ['tools'],
  queryFn: ({ signal }) => request(ToolList, '/agent/tools', { signal }),
  staleTime: 300_000,
});
