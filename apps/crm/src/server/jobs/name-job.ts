import type { JobView } from '../../shared/job.ts';
import { formatSlot } from '../../shared/wall-clock.ts';

/** @example nameJob(job) // 'job 1042 for Jordan Miles' */
export function nameJob({ number, clientName }: Pick<JobView, 'number' | 'clientName'>): string {
  return `job ${number} for ${clientName}`;
}

/** @example namePlace(job) // 'Bay 2, Tue, Dec 1, 10:00 AM – 1:30 PM' */
export function namePlace({ bayName, startsAtLocal, endsAtLocal }: JobView): string {
  // Already what the shop's clocks show, so no zone may move it again.
  return `${bayName}, ${formatSlot({ startsAt: new Date(`${startsAtLocal}Z`), endsAt: new Date(`${endsAtLocal}Z`), timeZone: 'UTC' })}`;
}
