import { Button, Skeleton } from '@mantine/core';
import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { InvoicePage } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { toSentence } from '../api/api-failure.ts';
import { useCan } from '../auth/me-query.ts';
import { usePanel } from '../panels/panel-state.tsx';
import { formatDate } from '../ui/format-time.ts';
import record from '../ui/record-page.module.css';
import { InvoiceBadge } from './invoice-badge.tsx';
import { clientBalanceQuery, invoicesOfQuery } from './invoice-queries.ts';
import classes from './invoices.module.css';

/** The latest invoices of a client and what they owe in all, on their page. */
export function InvoicesOfClient({ clientId }: { clientId: string }) {
  const { data, error } = useQuery(invoicesOfQuery({ clientId }));
  const canWrite = useCan('invoices:write');
  const panel = usePanel();
  return (
    <section className={`${record.card} ${record.wide}`} aria-labelledby="invoices-title">
      <div className={record.cardHead}>
        <h2 id="invoices-title">Invoices</h2>
        {canWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => void panel.open({ panel: 'invoice', given: { clientId } }, { by: 'user' })}
          >
            New invoice
          </Button>
        )}
      </div>
      <Balance clientId={clientId} />
      {error ? (
        <p role="alert">{toSentence(error)}</p>
      ) : !data ? (
        <Skeleton height={48} />
      ) : data.invoices.length === 0 ? (
        <p className={record.none}>Nothing was billed yet.</p>
      ) : (
        <Invoices page={data} />
      )}
    </section>
  );
}

function Balance({ clientId }: { clientId: string }) {
  const { data } = useQuery(clientBalanceQuery(clientId));
  if (!data || data.balanceCents === 0) return null;
  const { balanceCents, overdueCents, currency } = data;
  return (
    <p className={classes.owed}>
      Owes <strong>{formatMoney(balanceCents, currency)}</strong>
      {overdueCents > 0 && <span className={classes.late}>, {overdueCents === balanceCents ? 'all of it' : formatMoney(overdueCents, currency)} overdue</span>}
    </p>
  );
}

/** The invoices of a quote or a job, once there is one. */
export function InvoicesOfSource({ page }: { page: InvoicePage | undefined }) {
  if (!page || page.invoices.length === 0) return null;
  return (
    <section className={record.card} aria-labelledby="invoices-title">
      <h2 id="invoices-title">Billed with</h2>
      <Invoices page={page} />
    </section>
  );
}

function Invoices({ page: { invoices, total, currency } }: { page: InvoicePage }) {
  return (
    <>
      <ul className={record.links}>
        {invoices.map((invoice) => (
          <li key={invoice.id}>
            <Link to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} className={record.link}>
              <strong>#{invoice.number}</strong>
              <InvoiceBadge invoice={invoice} />
              <span className={record.detail}>{invoice.status === 'open' && `due ${formatDate(invoice.dueOn)}`}</span>
              {formatMoney(invoice.totalCents, currency)}
              <IconChevronRight size={16} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      {total > invoices.length && <p className={record.none}>and {total - invoices.length} older ones</p>}
    </>
  );
}
