import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import type { BayView } from '../../shared/bay.ts';
import classes from './calendar.module.css';
import { type DayJob, type Span, toClock, toDayJobs, toHours, toLocal, toMinutes, toSlots } from './calendar-days.ts';
import type { CalendarView } from './calendar-view.ts';
import { JobLink } from './job-link.tsx';

/** Height of an hour, in rem. */
const HOUR_REM = 3.75;
/** From this on there is room for the car and the services. */
const DETAILS_MINUTES = 75;

/** A day with the bays beside each other. Read aloud it is one list of jobs for each bay, then the times at which it is free. */
export function DayGrid({ days: [day = ''], now, jobs, bays, onPlan }: CalendarView) {
  const dayJobs = toDayJobs(jobs, day);
  const hours = toHours(dayJobs);
  const columns = bays.map((bay) => {
    const own = dayJobs.filter((each) => each.job.bayId === bay.id);
    return { bay, own, slots: onPlan && bay.isActive ? toSlots(own, hours) : [] };
  });
  const nowMinute = now.startsWith(day) ? toMinutes(now) : undefined;
  const [focused, setFocused] = useState<string>();
  const names = columns.flatMap(({ bay, slots }) => slots.map((slot) => toSlotName(bay, slot)));
  // One of them is reached with Tab, the others from there with the arrows.
  const reached = focused !== undefined && names.includes(focused) ? focused : names[0];
  return (
    <div className={classes.scroller}>
      <div className={classes.grid} data-day-grid>
        <Axis hours={hours} />
        {columns.map(({ bay, own, slots }, index) => (
          <section key={bay.id} aria-labelledby={`bay-${bay.id}`} className={classes.column}>
            <h2 id={`bay-${bay.id}`} className={classes.bay}>
              {bay.name}
            </h2>
            <div className={classes.track} style={{ height: toRem(hours) }}>
              <Jobs bay={bay} dayJobs={own} hours={hours} />
              <ul className={classes.jobs} aria-label={`Free times in ${bay.name}`}>
                {slots.map((slot) => (
                  <li key={slot.from} className={classes.open} style={toPlace(slot, hours)}>
                    <button
                      type="button"
                      className={classes.slot}
                      onKeyDown={moveBetweenSlots}
                      tabIndex={toSlotName(bay, slot) === reached ? 0 : -1}
                      data-column={index}
                      data-minute={slot.from}
                      aria-label={`New job at ${toClock(slot.from)} in ${bay.name}`}
                      onFocus={() => setFocused(toSlotName(bay, slot))}
                      onClick={() => onPlan?.(toLocal(day, slot.from), bay.id)}
                    >
                      <IconPlus size={13} aria-hidden />
                      {toClock(slot.from)}
                    </button>
                  </li>
                ))}
              </ul>
              {nowMinute !== undefined && nowMinute >= hours.from && nowMinute <= hours.to && (
                <div className={classes.now} style={{ top: toRem({ from: hours.from, to: nowMinute }) }} aria-hidden />
              )}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

function Jobs({ bay, dayJobs, hours }: { bay: BayView; dayJobs: readonly DayJob[]; hours: Span }) {
  if (dayJobs.length === 0) return null;
  return (
    <ol className={classes.jobs} aria-label={`Jobs in ${bay.name}`}>
      {dayJobs.map((dayJob) => {
        const place = { from: Math.max(dayJob.from, hours.from), to: Math.min(dayJob.to, hours.to) };
        // One that goes on overnight may have no part in the hours that are shown.
        if (place.to <= place.from) return null;
        return (
          <li key={dayJob.job.id} className={classes.placed} style={toPlace(place, hours)}>
            <JobLink dayJob={dayJob} hasDetails={place.to - place.from >= DETAILS_MINUTES} />
          </li>
        );
      })}
    </ol>
  );
}

function Axis({ hours }: { hours: Span }) {
  const marks = Array.from({ length: (hours.to - hours.from) / 60 }, (_, index) => hours.from + index * 60);
  return (
    <div className={classes.axis} aria-hidden>
      {marks.map((minute) => (
        <span key={minute} style={{ top: toRem({ from: hours.from, to: minute }) }}>
          {toClock(minute).replace(':00', '')}
        </span>
      ))}
    </div>
  );
}

const toSlotName = (bay: BayView, slot: Span) => `${bay.id} ${slot.from}`;
const toRem = ({ from, to }: Span) => `${((to - from) / 60) * HOUR_REM}rem`;
const toPlace = (span: Span, hours: Span) => ({ top: toRem({ from: hours.from, to: span.from }), height: toRem(span) });

const steps: Readonly<Record<string, { column: number; way: number }>> = {
  ArrowUp: { column: 0, way: -1 },
  ArrowDown: { column: 0, way: 1 },
  ArrowLeft: { column: -1, way: 0 },
  ArrowRight: { column: 1, way: 0 },
};

/** Up and down within a bay; to the sides to what is free at about the same time in the next bay that has anything free. */
function moveBetweenSlots(event: KeyboardEvent<HTMLButtonElement>) {
  const step = steps[event.key];
  if (!step) return;
  const all = [...(event.currentTarget.closest('[data-day-grid]')?.querySelectorAll<HTMLElement>('[data-minute]') ?? [])];
  const at = (slot: HTMLElement) => ({ column: Number(slot.dataset.column), minute: Number(slot.dataset.minute) });
  const here = at(event.currentTarget);
  const ahead = all.filter((slot) =>
    step.column === 0 ? at(slot).column === here.column && (at(slot).minute - here.minute) * step.way > 0 : (at(slot).column - here.column) * step.column > 0,
  );
  const distance = (slot: HTMLElement) => Math.abs(at(slot).column - here.column) * 10_000 + Math.abs(at(slot).minute - here.minute);
  const [target] = ahead.toSorted((one, other) => distance(one) - distance(other));
  if (!target) return;
  event.preventDefault();
  target.focus();
}
