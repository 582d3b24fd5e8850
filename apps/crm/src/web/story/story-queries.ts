import { infiniteQueryOptions } from '@tanstack/react-query';
import { ActivityPage, type RecordType } from '../../shared/activity.ts';
import { NotePage } from '../../shared/note.ts';
import { request, toQuery } from '../api/request.ts';

/** The record that notes and activity belong to. */
export interface StoryOf {
  recordType: RecordType;
  recordId: string;
}

const NOTES = 10;
const ACTIVITY = 12;

/** The notes on a record, the newest first, page after page. */
export const notesQuery = ({ recordType, recordId }: StoryOf) =>
  infiniteQueryOptions({
    queryKey: ['notes', recordType, recordId],
    queryFn: ({ pageParam, signal }) => request(NotePage, `/api/notes${toQuery({ recordType, recordId, cursor: pageParam, limit: NOTES })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** What was done to a record, the newest first, page after page. */
export const activityQuery = ({ recordType, recordId }: StoryOf) =>
  infiniteQueryOptions({
    queryKey: ['activity', recordType, recordId],
    queryFn: ({ pageParam, signal }) =>
      request(ActivityPage, `/api/activity${toQuery({ recordType, recordId, cursor: pageParam, limit: ACTIVITY })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
