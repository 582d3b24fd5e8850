import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { JobPage, type JobView } from '../../shared/job.ts';
import { request, toQuery } from '../api/request.ts';

/** Everything that has its bay on some days; what was called off is not in the way of anything, and not on the calendar. */
export const calendarQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['jobs', 'calendar', { from, to }],
    queryFn: async ({ signal }) => {
      const jobs: JobView[] = [];
      let cursor: string | undefined;
      do {
        const page = await request(JobPage, `/api/jobs${toQuery({ from, to, status: 'booked', sort: 'startsAt', cursor, limit: 200 })}`, { signal });
        jobs.push(...page.jobs);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return { from, to, jobs };
    },
    placeholderData: keepPreviousData,
  });
