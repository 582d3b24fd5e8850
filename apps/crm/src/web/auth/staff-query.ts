import { queryOptions, useQuery } from '@tanstack/react-query';
import { StaffList } from '../../shared/staff.ts';
import { request } from '../api/request.ts';

const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal }) => request(StaffList, '/api/staff', { signal }),
  staleTime: 300_000,
});

/** Names of colleagues by their ids. What is no id of one is given back: a name already, or somebody who has left. */
export function useStaffName(): (id: string) => string {
  const { data } = useQuery(staffQuery);
  return (id) => data?.staff.find((member) => member.id === id)?.name ?? id;
}
