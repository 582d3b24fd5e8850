import { ActionIcon } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './calendar.module.css';
import { type Span, toClock, toDayJobs, toDayName, toGaps, toHours, toLocal } from './calendar-days.ts';
import type { CalendarView } from './calendar-view.ts';
import { JobLink } from './job-link.tsx';

/** A week: a row for each bay, a column for each day. */
export function WeekTable({ days, now, jobs, bays, onPlan }: CalendarView) {
  const byDay = days.map((day) => ({ day, dayJobs: toDayJobs(jobs, day) }));
  return (
    <div className={classes.scroller}>
      <table className={classes.week}>
        <caption className={classes.hidden}>Jobs by bay and day</caption>
        <thead>
          <tr>
            <th scope="col">Bay</th>
            {byDay.map(({ day }) => (
              <th key={day} scope="col" data-today={now.startsWith(day) || undefined}>
                <Link to="/calendar" search={{ day }} aria-current={now.startsWith(day) ? 'date' : undefined}>
                  {toDayName(day, 'short')}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bays.map((bay) => (
            <tr key={bay.id}>
              <th scope="row">{bay.name}</th>
              {byDay.map(({ day, dayJobs }) => {
                const own = dayJobs.filter((each) => each.job.bayId === bay.id);
                const free = onPlan && bay.isActive ? findFree(own) : undefined;
                return (
                  <td key={day} data-today={now.startsWith(day) || undefined}>
                    {own.length > 0 && (
                      <ol className={classes.chips}>
                        {own.map((dayJob) => (
                          <li key={dayJob.job.id}>
                            <JobLink dayJob={dayJob} />
                          </li>
                        ))}
                      </ol>
                    )}
                    {free && (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size={28}
                        className={classes.add}
                        aria-label={`New job on ${toDayName(day)} at ${toClock(free.from)} in ${bay.name}`}
                        onClick={() => onPlan?.(toLocal(day, free.from), bay.id)}
                      >
                        <IconPlus size={15} aria-hidden />
                      </ActionIcon>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first time of a day at which there is at least an hour. */
function findFree(own: readonly Span[]): Span | undefined {
  return toGaps(own, toHours([])).find((gap) => gap.to - gap.from >= 60);
}
