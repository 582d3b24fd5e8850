import { Button, Skeleton } from '@mantine/core';
import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatMoney } from '../../shared/money.ts';
import { toSentence } from '../api/api-failure.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { usePanel } from '../panels/panel-state.tsx';
import classes from '../ui/record-page.module.css';
import { quotesOfQuery } from './quote-queries.ts';
import { StatusBadge } from './status-badge.tsx';

interface QuotesOfProps {
  clientId: string;
  /** Only those for this vehicle. */
  vehicleId?: string;
}

/** The latest quotes of a client, or for one of their vehicles, on its page. */
export function QuotesOf({ clientId, vehicleId }: QuotesOfProps) {
  const { data, error } = useQuery(quotesOfQuery(vehicleId === undefined ? { clientId } : { vehicleId }));
  const { currency } = useMe().shop;
  const canWrite = useCan('quotes:write');
  const panel = usePanel();
  const given = { clientId, ...(vehicleId !== undefined && { vehicleId }) };
  return (
    <section className={`${classes.card} ${classes.wide}`} aria-labelledby="quotes-title">
      <div className={classes.cardHead}>
        <h2 id="quotes-title">Quotes</h2>
        {canWrite && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => void panel.open({ panel: 'quote', given }, { by: 'user' })}
          >
            New quote
          </Button>
        )}
      </div>
      {error ? (
        <p role="alert">{toSentence(error)}</p>
      ) : !data ? (
        <Skeleton height={48} />
      ) : data.quotes.length === 0 ? (
        <p className={classes.none}>Nothing was quoted yet.</p>
      ) : (
        <ul className={classes.links}>
          {data.quotes.map((quote) => (
            <li key={quote.id}>
              <Link to="/quotes/$quoteId" params={{ quoteId: quote.id }} className={classes.link}>
                <strong>#{quote.number}</strong>
                <StatusBadge status={quote.status} />
                <span className={classes.detail}>{vehicleId === undefined && quote.vehicleName}</span>
                {formatMoney(quote.totalCents, currency)}
                <IconChevronRight size={16} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data && data.total > data.quotes.length && <p className={classes.none}>and {data.total - data.quotes.length} older ones</p>}
    </section>
  );
}
