import { Badge } from '@mantine/core';
import { type JobStatus, jobStatusLabels } from '../../shared/job-status.ts';
import { jobLooks } from './job-looks.ts';

/** What has become of a job, in a word, a sign and a colour. */
export function JobStatusBadge({ status }: { status: JobStatus }) {
  const { icon: Icon, color } = jobLooks[status];
  return (
    <Badge variant="light" color={color} tt="none" leftSection={<Icon size={13} aria-hidden />}>
      {jobStatusLabels[status]}
    </Badge>
  );
}
