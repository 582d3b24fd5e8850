import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { useCan } from '../auth/me-query.ts';
import { InvoiceBadge, toDays } from '../invoices/invoice-badge.tsx';
import { InvoiceLedger } from '../invoices/invoice-ledger.tsx';
import { invoiceQuery } from '../invoices/invoice-queries.ts';
import { InvoiceReminders } from '../invoices/invoice-reminders.tsx';
import { InvoiceSteps } from '../invoices/invoice-steps.tsx';
import { usePanel } from '../panels/panel-state.tsx';
import { QuoteLines } from '../quotes/quote-lines.tsx';
import { RecordStory } from '../story/record-story.tsx';
import { formatDate } from '../ui/format-time.ts';
import { PageHead } from '../ui/page-head.tsx';
import { RecordFacts } from '../ui/record-facts.tsx';
import classes from '../ui/record-page.module.css';
import { BackToList, RecordPage } from '../ui/record-page.tsx';

const route = getRouteApi('/shell/invoices/$invoiceId');

/** One invoice: for whom, what, how much, what came in and what is still owed. */
export function InvoicePage() {
  const { invoiceId } = route.useParams();
  const query = useQuery(invoiceQuery(invoiceId));
  return (
    <RecordPage panel="invoice" noun="invoice" query={query}>
      {(invoice) => <Invoice invoice={invoice} />}
    </RecordPage>
  );
}

function Invoice({ invoice }: { invoice: InvoiceView }) {
  const canWrite = useCan('invoices:write');
  const panel = usePanel();
  return (
    <>
      <PageHead title={`Invoice #${invoice.number}`} note={invoice.clientName} before={<BackToList panel="invoice" noun="invoice" />}>
        {canWrite && invoice.status === 'draft' && (
          <Button
            variant="default"
            leftSection={<IconPencil size={17} aria-hidden />}
            onClick={() => void panel.open({ panel: 'invoice', recordId: invoice.id }, { by: 'user' })}
          >
            Edit
          </Button>
        )}
      </PageHead>
      <InvoiceSteps invoice={invoice} />
      <div className={classes.grid}>
        <QuoteLines quote={invoice} sums={toSums(invoice)} />
        <About invoice={invoice} />
        <InvoiceLedger invoice={invoice} />
        <section className={classes.card} aria-labelledby="notes-title">
          <h2 id="notes-title">Notes</h2>
          {invoice.notes ? <p className={classes.notes}>{invoice.notes}</p> : <p className={classes.none}>Nothing noted.</p>}
        </section>
        {invoice.reminders.length > 0 && <InvoiceReminders reminders={invoice.reminders} />}
      </div>
      <RecordStory recordType="invoice" recordId={invoice.id} />
    </>
  );
}

/** What stands under the total. */
function toSums({ status, paidCents, refundedCents, balanceCents, currency }: InvoiceView): [string, string][] {
  if (status === 'draft' || (status === 'void' && paidCents === 0)) return [];
  return [
    ['Paid', formatMoney(paidCents, currency)],
    ...(refundedCents > 0 ? [['Refunded', formatMoney(refundedCents, currency)] as [string, string]] : []),
    ['Still owed', formatMoney(balanceCents, currency)],
  ];
}

function About({ invoice }: { invoice: InvoiceView }) {
  const { clientId, clientName, vehicleId, vehicleName, quoteId, quoteNumber } = invoice;
  const client = (
    <Link to="/clients/$clientId" params={{ clientId }} className={classes.inline}>
      {clientName}
    </Link>
  );
  const vehicle = vehicleId ? (
    <Link to="/vehicles/$vehicleId" params={{ vehicleId }} className={classes.inline}>
      {vehicleName}
    </Link>
  ) : (
    'None'
  );
  const quote = quoteId && (
    <Link to="/quotes/$quoteId" params={{ quoteId }} className={classes.inline}>
      Quote #{quoteNumber}
    </Link>
  );
  return (
    <RecordFacts
      title="About this invoice"
      id="about-title"
      facts={[
        ['Status', <InvoiceBadge key="status" invoice={invoice} />],
        ['Client', client],
        ['Vehicle', vehicle],
        ...(quote ? [['From', quote] as const] : []),
        ['Issued', invoice.issuedOn ? formatDate(invoice.issuedOn) : 'Not yet'],
        ['Due', `${formatDate(invoice.dueOn)}${invoice.isOverdue ? ` · ${toDays(invoice.daysOverdue)}` : ''}`],
      ]}
    />
  );
}
