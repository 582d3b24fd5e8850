import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import classes from './calendar.module.css';

interface CalendarBarProps {
  day: string;
  view: 'day' | 'week';
  isToday: boolean;
  onDay: (day: string) => void;
  onToday: () => void;
  /** One day or week back (-1) or on (1). */
  onStep: (step: -1 | 1) => void;
  onView: (view: string) => void;
}

/** The ways from day to day. */
export function CalendarBar({ day, view, isToday, onDay, onToday, onStep, onView }: CalendarBarProps) {
  return (
    <div className={classes.bar}>
      <Button variant="default" onClick={onToday} aria-current={isToday ? 'date' : undefined}>
        Today
      </Button>
      <ActionIcon variant="default" size={36} aria-label={`Previous ${view}`} onClick={() => onStep(-1)}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" size={36} aria-label={`Next ${view}`} onClick={() => onStep(1)}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      <TextInput
        type="date"
        aria-label="Go to day"
        value={day}
        min="2000-01-01"
        max="2099-12-31"
        onChange={(event) => event.currentTarget.value !== '' && onDay(event.currentTarget.value)}
        className={classes.goto}
      />
      <SegmentedControl
        aria-label="View"
        value={view}
        onChange={onView}
        data={[
          { value: 'day', label: 'Day' },
          { value: 'week', label: 'Week' },
        ]}
      />
    </div>
  );
}
