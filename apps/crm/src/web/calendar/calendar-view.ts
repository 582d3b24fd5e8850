import type { BayView } from '../../shared/bay.ts';
import type { JobView } from '../../shared/job.ts';

/** What every view of the calendar shows. */
export interface CalendarView {
  /** `YYYY-MM-DD`, one or a week. */
  days: readonly string[];
  /** What the shop's clocks show now, `YYYY-MM-DDTHH:mm`. */
  now: string;
  jobs: readonly JobView[];
  bays: readonly BayView[];
  /** Opens the form of a new job; left out for those who may not plan. */
  onPlan: ((startsAt: string, bayId?: string) => void) | undefined;
}
