import { Button } from '@mantine/core';
import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { BayView } from '../../shared/bay.ts';
import { JobStatusBadge } from '../jobs/job-status-badge.tsx';
import classes from './calendar.module.css';
import { type DayJob, SLOT_MINUTES, toClocks, toDayJobs, toDayName, toDayTime, toGaps, toHours, toLocal } from './calendar-days.ts';
import type { CalendarView } from './calendar-view.ts';

/** The days as lists, one job after the other: for narrow screens. */
export function Agenda({ days, now, jobs, bays, onPlan }: CalendarView) {
  return days.map((day) => {
    const dayJobs = toDayJobs(jobs, day);
    return (
      <section key={day} className={classes.day} aria-labelledby={`day-${day}`}>
        <h2 id={`day-${day}`} data-today={now.startsWith(day) || undefined}>
          {toDayName(day)}
        </h2>
        {dayJobs.length === 0 ? <p className={classes.none}>Nothing planned.</p> : <Jobs dayJobs={dayJobs} />}
        {onPlan && days.length === 1 && <FreeTimes day={day} dayJobs={dayJobs} bays={bays} onPlan={onPlan} />}
      </section>
    );
  });
}

function Jobs({ dayJobs }: { dayJobs: readonly DayJob[] }) {
  return (
    <ol className={classes.agenda}>
      {dayJobs.map((dayJob) => {
        const { job } = dayJob;
        return (
          <li key={job.id}>
            <Link to="/jobs/$jobId" params={{ jobId: job.id }} className={classes.entry} data-status={job.status}>
              <span className={classes.entryText}>
                <span className={classes.entryHead}>
                  {toDayTime(dayJob)} · {job.bayName}
                  <JobStatusBadge status={job.status} />
                </span>
                <strong>{job.clientName}</strong>
                <span className={classes.entryMore}>
                  {job.vehicleName} · {job.lines.map((line) => line.name).join(', ')}
                </span>
              </span>
              <IconChevronRight size={16} aria-hidden />
            </Link>
          </li>
        );
      })}
    </ol>
  );
}

interface FreeTimesProps {
  day: string;
  dayJobs: readonly DayJob[];
  bays: readonly BayView[];
  onPlan: NonNullable<CalendarView['onPlan']>;
}

/** When each bay is free: a tap plans a job there. */
function FreeTimes({ day, dayJobs, bays, onPlan }: FreeTimesProps) {
  const hours = toHours(dayJobs);
  const free = bays
    .filter((bay) => bay.isActive)
    .flatMap((bay) =>
      toGaps(
        dayJobs.filter((each) => each.job.bayId === bay.id),
        hours,
      )
        .filter((gap) => gap.to - gap.from >= SLOT_MINUTES)
        .map((gap) => ({ bay, gap })),
    );
  if (free.length === 0) return null;
  return (
    <>
      <h3 className={classes.freeTitle}>Free</h3>
      <ul className={classes.free}>
        {free.map(({ bay, gap }) => (
          <li key={`${bay.id} ${gap.from}`}>
            <Button
              fullWidth
              variant="default"
              justify="flex-start"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => onPlan(toLocal(day, gap.from), bay.id)}
            >
              {bay.name}, {toClocks(gap)}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
