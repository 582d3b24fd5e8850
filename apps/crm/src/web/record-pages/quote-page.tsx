import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { QuoteView } from '../../shared/quote.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { BillButton } from '../invoices/bill-button.tsx';
import { InvoicesOfSource } from '../invoices/invoices-of.tsx';
import { useBilled } from '../invoices/use-billed.ts';
import { JobsOf } from '../jobs/jobs-of.tsx';
import { fromQuote } from '../jobs/panel/job-values.ts';
import { usePanel } from '../panels/panel-state.tsx';
import { QuoteLines } from '../quotes/quote-lines.tsx';
import { quoteQuery } from '../quotes/quote-queries.ts';
import quotes from '../quotes/quotes.module.css';
import { SendQuoteButton } from '../quotes/send-quote-button.tsx';
import { StatusBadge } from '../quotes/status-badge.tsx';
import { StatusButtons } from '../quotes/status-buttons.tsx';
import { RecordStory } from '../story/record-story.tsx';
import { formatDate, formatMoment } from '../ui/format-time.ts';
import { PageHead } from '../ui/page-head.tsx';
import { RecordFacts } from '../ui/record-facts.tsx';
import classes from '../ui/record-page.module.css';
import { BackToList, RecordPage } from '../ui/record-page.tsx';

const route = getRouteApi('/shell/quotes/$quoteId');

/** One quote: for whom, what, how much, and what became of it. */
export function QuotePage() {
  const { quoteId } = route.useParams();
  const query = useQuery(quoteQuery(quoteId));
  return (
    <RecordPage panel="quote" noun="quote" query={query}>
      {(quote) => <Quote quote={quote} />}
    </RecordPage>
  );
}

function Quote({ quote }: { quote: QuoteView }) {
  const canWrite = useCan('quotes:write');
  const { billed, isBillable } = useBilled({ quoteId: quote.id });
  const canReadJobs = useCan('jobs:read');
  const panel = usePanel();
  const hasClientIt = quote.status !== 'draft' && quote.status !== 'declined';
  const canSchedule = quote.status !== 'declined' && quote.status !== 'expired';
  return (
    <>
      <PageHead title={`Quote #${quote.number}`} note={quote.clientName} before={<BackToList panel="quote" noun="quote" />}>
        {canWrite && quote.status === 'draft' && (
          <Button
            variant="default"
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => void panel.open({ panel: 'quote', recordId: quote.id }, { by: 'user' })}
          >
            Edit
          </Button>
        )}
      </PageHead>
      <div className={quotes.steps}>
        <SendQuoteButton quote={quote} />
        {canWrite && <StatusButtons quote={quote} />}
        {hasClientIt && isBillable && <BillButton source={quote} kind="quote" isFirst={quote.status === 'accepted'} />}
      </div>
      <div className={classes.grid}>
        <QuoteLines quote={quote} />
        <About quote={quote} />
        <InvoicesOfSource page={billed} />
        {canReadJobs && (canSchedule || quote.answeredAt !== null) && <JobsOf of={{ quoteId: quote.id }} given={canSchedule ? fromQuote(quote) : undefined} />}
        <section className={classes.card} aria-labelledby="notes-title">
          <h2 id="notes-title">Notes</h2>
          {quote.notes ? <p className={classes.notes}>{quote.notes}</p> : <p className={classes.none}>Nothing noted.</p>}
        </section>
      </div>
      <RecordStory recordType="quote" recordId={quote.id} />
    </>
  );
}

function About({ quote }: { quote: QuoteView }) {
  const { timeZone } = useMe().shop;
  const moment = (instant: string | null) => (instant === null ? 'Not yet' : formatMoment(instant, timeZone));
  const client = (
    <Link to="/clients/$clientId" params={{ clientId: quote.clientId }} className={classes.inline}>
      {quote.clientName}
    </Link>
  );
  const vehicle = (
    <Link to="/vehicles/$vehicleId" params={{ vehicleId: quote.vehicleId }} className={classes.inline}>
      {quote.vehicleName}
    </Link>
  );
  return (
    <RecordFacts
      title="About this quote"
      id="about-title"
      facts={[
        ['Status', <StatusBadge key="status" status={quote.status} />],
        ['Client', client],
        ['Vehicle', vehicle],
        ['Written', moment(quote.createdAt)],
        ['Sent', moment(quote.sentAt)],
        ['Answered', moment(quote.answeredAt)],
        ['Valid until', formatDate(quote.validUntil)],
      ]}
    />
  );
}
