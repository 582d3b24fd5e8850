import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { BayList } from '../../shared/bay.ts';
import { JobPage, type JobSort, JobView, type ListJobs } from '../../shared/job.ts';
import { request, toQuery } from '../api/request.ts';

const PAGE_SIZE = 50;
/** How many are shown on the page of a client, a vehicle or a quote. */
const OF_ONE = 10;

interface JobsFilter {
  q: string;
  status: ListJobs['status'];
  from?: string | undefined;
  to?: string | undefined;
  sort: JobSort;
}

/** The list, page after page, for a search, a status, some days and an order. */
export const jobsQuery = (filter: JobsFilter) =>
  infiniteQueryOptions({
    queryKey: ['jobs', filter],
    queryFn: ({ pageParam, signal }) => request(JobPage, `/api/jobs${toQuery({ ...filter, cursor: pageParam, limit: PAGE_SIZE })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The latest jobs of a client, on a vehicle or from a quote. */
export const jobsOfQuery = (of: { clientId: string } | { vehicleId: string } | { quoteId: string }) =>
  queryOptions({
    queryKey: ['jobs', 'of', of],
    queryFn: ({ signal }) => request(JobPage, `/api/jobs${toQuery({ ...of, limit: OF_ONE })}`, { signal }),
  });

/** Cached under the name of its panel, where the form looks for it. */
export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId],
    queryFn: ({ signal }) => request(JobView, `/api/jobs/${encodeURIComponent(jobId)}`, { signal }),
  });

/** All bays of the shop, those out of use among them. */
export const baysQuery = queryOptions({
  queryKey: ['bays'],
  queryFn: async ({ signal }) => (await request(BayList, '/api/bays', { signal })).bays,
});
