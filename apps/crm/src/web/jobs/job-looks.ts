import { type Icon, IconCalendarEvent, IconCheck, IconPlayerPlay, IconUserOff, IconX } from '@tabler/icons-react';
import type { JobStatus } from '../../shared/job-status.ts';

/** The sign and colour of each status, in badges and on the calendar. */
export const jobLooks: Readonly<Record<JobStatus, { icon: Icon; color: string }>> = {
  scheduled: { icon: IconCalendarEvent, color: 'blue' },
  in_progress: { icon: IconPlayerPlay, color: 'violet' },
  done: { icon: IconCheck, color: 'teal' },
  cancelled: { icon: IconX, color: 'gray' },
  no_show: { icon: IconUserOff, color: 'red' },
};
