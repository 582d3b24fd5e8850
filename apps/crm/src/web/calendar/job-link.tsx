import { Link } from '@tanstack/react-router';
import { jobStatusLabels } from '../../shared/job-status.ts';
import { jobLooks } from '../jobs/job-looks.ts';
import classes from './calendar.module.css';
import { type DayJob, toDayTime } from './calendar-days.ts';

/** A job where it stands on the calendar: as much as fits to the eye, everything to a screen reader. */
export function JobLink({ dayJob, hasDetails = false }: { dayJob: DayJob; hasDetails?: boolean }) {
  const { job } = dayJob;
  const { icon: Icon } = jobLooks[job.status];
  const services = job.lines.map((line) => line.name).join(', ');
  const time = toDayTime(dayJob);
  return (
    <Link
      to="/jobs/$jobId"
      params={{ jobId: job.id }}
      className={classes.job}
      data-status={job.status}
      aria-label={`${time}: ${job.clientName}, ${job.vehicleName}, ${services}, ${jobStatusLabels[job.status]}`}
    >
      <span className={classes.jobHead}>
        <Icon size={13} aria-hidden />
        <strong>{job.clientName}</strong>
      </span>
      <span className={classes.jobTime}>{time}</span>
      {hasDetails && (
        <span className={classes.jobMore}>
          {job.vehicleName}
          <br />
          {services}
        </span>
      )}
    </Link>
  );
}
