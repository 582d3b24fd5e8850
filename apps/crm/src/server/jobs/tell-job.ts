import type { JobView } from '../../shared/job.ts';
import { formatSlot } from '../../shared/wall-clock.ts';

/** @example tellJob('Scheduled', job) // 'Scheduled job 1042 for Jordan Miles: Bay 2, Tue, Dec 1, 10:00 AM – 1:30 PM.' */
export function tellJob(verb: string, { number, clientName, bayName, startsAtLocal, endsAtLocal }: JobView): string {
  // Already what the shop's clocks show, so no zone may move it again.
  const slot = formatSlot({ startsAt: new Date(`${startsAtLocal}Z`), endsAt: new Date(`${endsAtLocal}Z`), timeZone: 'UTC' });
  return `${verb} job ${number} for ${clientName}: ${bayName}, ${slot}.`;
}
