import { isFinal, type RunStatus } from '@countersign/core';
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { agentClient } from '../api/agent-client.ts';

const PAGE_SIZE = 20;
/** A run at work says everything in its log; this is for logs that do not get through, in milliseconds. */
const LOOK_AGAIN_MS = 3_000;

/** One's own tasks, page after page, the latest first; looked at again while one of them is at work. */
export const tasksQuery = (status: RunStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: ['runs', { status }],
    queryFn: ({ pageParam, signal }) => agentClient.listRuns({ cause: 'background', status, cursor: pageParam, limit: PAGE_SIZE }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ runs }) => runs.some((run) => !isFinal(run.status))) ? LOOK_AGAIN_MS : false),
  });

/** One task with its steps and calls. */
export const taskQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => agentClient.getRun({ runId }, { signal }),
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data.status) ? LOOK_AGAIN_MS : false),
  });

/** Something became of a task: it is read again, and so is every list that it is in. */
export async function refreshTask(queryClient: QueryClient, runId: string): Promise<void> {
  await Promise.all([['run', runId], ['runs'], ['alerts']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** What a model was sent in one step. It never changes. */
export const promptQuery = (runId: string, step: number) =>
  queryOptions({
    queryKey: ['prompt', runId, step],
    queryFn: ({ signal }) => agentClient.readPrompt({ runId, step }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
