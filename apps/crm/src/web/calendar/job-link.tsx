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
  return (
    <Link to="/jobs/$jobId" params={{ jobId: job.id }} className={classes.job} data-status={job.status}>
      <span className={classes.jobHead}>
        <Icon size={13} aria-hidden />
        <strong>{job.clientName}</strong>
      </span>
      <span className={classes.jobTime}>{toDayTime(dayJob)}</span>
      <span className={hasDetails ? classes.jobMore : classes.hidden}>{job.vehicleName}</span>
      <span className={hasDetails ? classes.jobMore : classes.hidden}>{services}</span>
      <span className={classes.hidden}>{jobStatusLabels[job.status]}</span>
    </Link>
  );
}
