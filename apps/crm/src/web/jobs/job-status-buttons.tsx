import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { JobView } from '../../shared/job.ts';
import { isBooked, type JobStatus, nextJobStatuses, permissionForJobStatus } from '../../shared/job-status.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { useMe } from '../auth/me-query.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { jobQuery } from './job-queries.ts';
import classes from './jobs.module.css';

function toWords(from: JobStatus, to: JobStatus): string {
  if (to === 'in_progress') return from === 'done' ? 'Reopen' : 'Start work';
  if (to === 'scheduled') return from === 'in_progress' ? 'Not started yet' : 'Schedule again';
  if (to === 'done') return 'Mark as done';
  return to === 'no_show' ? 'No show' : 'Cancel job';
}

/** The steps that may follow, for whoever may take them. What frees the bay is asked about first, since others may take it. */
export function JobStatusButtons({ job }: { job: JobView }) {
  const confirm = useConfirm();
  const { permissions } = useMe();
  const queryClient = useQueryClient();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (status: JobStatus) => request(JobView, `/api/jobs/${job.id}/status`, { method: 'POST', body: { version: job.version, status } }),
    onSuccess: (changed) => queryClient.setQueryData(jobQuery(job.id).queryKey, changed),
    onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: toSentence(error) }),
    // Also after a refusal: somebody else may have changed it meanwhile.
    onSettled: () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' }),
  });
  const steps = nextJobStatuses(job.status).filter((status) => permissions.includes(permissionForJobStatus(status)));
  if (steps.length === 0) return null;
  const change = async (status: JobStatus) => {
    const yes = toWords(job.status, status);
    const question = { title: `${yes}?`, text: `${job.bayName} is free for others then. The client is not told.`, yes, no: 'Keep the job' };
    if (isBooked(status) || (await confirm(question))) mutate(status);
  };
  return (
    <div className={classes.steps}>
      {steps.map((status) => (
        <Button
          key={status}
          variant={isBooked(status) && status === steps[0] ? 'filled' : 'default'}
          loading={isPending && variables === status}
          onClick={() => void change(status)}
        >
          {toWords(job.status, status)}
        </Button>
      ))}
    </div>
  );
}
