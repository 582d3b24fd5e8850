import { Button, Skeleton } from '@mantine/core';
import { IconCalendarPlus, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatSlot } from '../../shared/wall-clock.ts';
import { toSentence } from '../api/api-failure.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { type StartValues, usePanel } from '../panels/panel-state.tsx';
import classes from '../ui/record-page.module.css';
import { jobsOfQuery } from './job-queries.ts';
import { JobStatusBadge } from './job-status-badge.tsx';
import jobs from './jobs.module.css';

interface JobsOfProps {
  of: Parameters<typeof jobsOfQuery>[0];
  /** What the form of a new one has from here; left out where nothing can be planned. */
  given?: StartValues | undefined;
}

/** The latest jobs of a client, on a vehicle or from a quote, on its page. */
export function JobsOf({ of, given }: JobsOfProps) {
  const { data, error } = useQuery(jobsOfQuery(of));
  const { timeZone } = useMe().shop;
  const canWrite = useCan('jobs:write');
  const panel = usePanel();
  return (
    <section className={`${classes.card} ${classes.wide}`} aria-labelledby="jobs-title">
      <div className={classes.cardHead}>
        <h2 id="jobs-title">Jobs</h2>
        {canWrite && given && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconCalendarPlus size={15} aria-hidden />}
            onClick={() => void panel.open({ panel: 'job', given }, { by: 'user' })}
          >
            Schedule
          </Button>
        )}
      </div>
      {error ? (
        <p role="alert">{toSentence(error)}</p>
      ) : !data ? (
        <Skeleton height={48} />
      ) : data.jobs.length === 0 ? (
        <p className={classes.none}>Nothing is planned yet.</p>
      ) : (
        <ul className={classes.links}>
          {data.jobs.map((job) => (
            <li key={job.id}>
              <Link to="/jobs/$jobId" params={{ jobId: job.id }} className={classes.link}>
                <span className={jobs.one}>
                  <strong>#{job.number}</strong>
                  <JobStatusBadge status={job.status} />
                  <span className={`${classes.detail} ${jobs.detail}`}>
                    {formatSlot({ startsAt: new Date(job.startsAt), endsAt: new Date(job.endsAt), timeZone })}, {job.bayName}
                    {'clientId' in of && `, ${job.vehicleName}`}
                  </span>
                </span>
                <IconChevronRight size={16} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data && data.total > data.jobs.length && <p className={classes.none}>and {data.total - data.jobs.length} older ones</p>}
    </section>
  );
}
