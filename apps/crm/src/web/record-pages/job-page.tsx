import { Button } from '@mantine/core';
import { IconCalendarEvent, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { JobView } from '../../shared/job.ts';
import { isJobOpen } from '../../shared/job-status.ts';
import { formatDuration } from '../../shared/service.ts';
import { formatSlot } from '../../shared/wall-clock.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { BillButton } from '../invoices/bill-button.tsx';
import { InvoicesOfSource } from '../invoices/invoices-of.tsx';
import { useBilled } from '../invoices/use-billed.ts';
import { jobQuery } from '../jobs/job-queries.ts';
import { JobStatusBadge } from '../jobs/job-status-badge.tsx';
import { JobStatusButtons } from '../jobs/job-status-buttons.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { QuoteLines } from '../quotes/quote-lines.tsx';
import quotes from '../quotes/quotes.module.css';
import { RecordStory } from '../story/record-story.tsx';
import { formatMoment } from '../ui/format-time.ts';
import { PageHead } from '../ui/page-head.tsx';
import { RecordFacts } from '../ui/record-facts.tsx';
import classes from '../ui/record-page.module.css';
import { BackToList, RecordPage } from '../ui/record-page.tsx';

const route = getRouteApi('/shell/jobs/$jobId');

/** One job: when and where, whose car, what is to be done, and how far it is. */
export function JobPage() {
  const { jobId } = route.useParams();
  const query = useQuery(jobQuery(jobId));
  return (
    <RecordPage panel="job" noun="job" query={query}>
      {(job) => <Job job={job} />}
    </RecordPage>
  );
}

function Job({ job }: { job: JobView }) {
  const canWrite = useCan('jobs:write');
  const { billed, isBillable } = useBilled({ jobId: job.id });
  const panel = usePanel();
  return (
    <>
      <PageHead title={`Job #${job.number}`} note={job.clientName} before={<BackToList panel="job" noun="job" />}>
        {canWrite && isJobOpen(job.status) && (
          <Button
            variant="default"
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => void panel.open({ panel: 'job', recordId: job.id }, { by: 'user' })}
          >
            Edit
          </Button>
        )}
      </PageHead>
      <JobStatusButtons job={job} />
      {(job.status === 'in_progress' || job.status === 'done') && isBillable && (
        <div className={quotes.steps}>
          <BillButton source={job} kind="job" isFirst={job.status === 'done'} />
        </div>
      )}
      <div className={classes.grid}>
        <About job={job} />
        <section className={classes.card} aria-labelledby="notes-title">
          <h2 id="notes-title">Notes</h2>
          {job.notes ? <p className={classes.notes}>{job.notes}</p> : <p className={classes.none}>Nothing noted.</p>}
        </section>
        <QuoteLines quote={job} />
        <InvoicesOfSource page={billed} />
      </div>
      <RecordStory recordType="job" recordId={job.id} />
    </>
  );
}

function About({ job }: { job: JobView }) {
  const { timeZone } = useMe().shop;
  const canReadQuotes = useCan('quotes:read');
  const slot = formatSlot({ startsAt: new Date(job.startsAt), endsAt: new Date(job.endsAt), timeZone });
  const moment = (instant: string | null) => (instant === null ? undefined : formatMoment(instant, timeZone));
  const client = (
    <Link to="/clients/$clientId" params={{ clientId: job.clientId }} className={classes.inline}>
      {job.clientName}
    </Link>
  );
  const vehicle = (
    <Link to="/vehicles/$vehicleId" params={{ vehicleId: job.vehicleId }} className={classes.inline}>
      {job.vehicleName}
    </Link>
  );
  const day = (
    <Link to="/calendar" search={{ day: job.startsAtLocal.slice(0, 10) }} className={classes.inline}>
      <IconCalendarEvent size={15} aria-hidden style={{ verticalAlign: '-2px' }} /> {slot}
    </Link>
  );
  const quote = job.quoteId && canReadQuotes && (
    <Link to="/quotes/$quoteId" params={{ quoteId: job.quoteId }} className={classes.inline}>
      #{job.quoteNumber}
    </Link>
  );
  return (
    <RecordFacts
      title="About this job"
      id="about-title"
      facts={[
        ['Status', <JobStatusBadge key="status" status={job.status} />],
        ['When', day],
        ['Takes', formatDuration(job.durationMinutes)],
        ['Bay', job.bayName],
        ['Client', client],
        ['Vehicle', vehicle],
        ['Quote', quote || (job.quoteNumber === null ? 'None' : `#${job.quoteNumber}`)],
        ['Planned', moment(job.createdAt)],
        ['Work began', moment(job.startedAt) ?? 'Not noted'],
        ...(job.closedAt === null ? [] : ([['Closed', moment(job.closedAt)]] as const)),
      ]}
    />
  );
}
