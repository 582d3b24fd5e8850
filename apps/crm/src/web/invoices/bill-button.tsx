import { Button } from '@mantine/core';
import { IconReceipt2 } from '@tabler/icons-react';
import { toMoneyText } from '../../shared/money.ts';
import type { QuoteView } from '../../shared/quote.ts';
import { toDiscountText } from '../../shared/quote-totals.ts';
import { useCan } from '../auth/me-query.ts';
import { usePanel } from '../panels/panel-state.tsx';

/** What an invoice takes over from a quote or a job. */
type Source = Pick<QuoteView, 'id' | 'clientId' | 'vehicleId' | 'lines' | 'discount'>;

/** Opens the form of an invoice with all that a quote or a job says, to be looked over and saved. */
export function BillButton({ source, kind, isFirst }: { source: Source; kind: 'quote' | 'job'; isFirst: boolean }) {
  const panel = usePanel();
  if (!useCan('invoices:write')) return null;
  const { clientId, vehicleId, discount } = source;
  const given = {
    [kind === 'quote' ? 'quoteId' : 'jobId']: source.id,
    clientId,
    vehicleId,
    lines: source.lines.map((line) => ({ serviceId: line.serviceId, price: toMoneyText(line.priceCents) })),
    discount: toDiscountText(discount),
  };
  return (
    <Button
      variant={isFirst ? 'filled' : 'default'}
      leftSection={<IconReceipt2 size={17} aria-hidden />}
      onClick={() => void panel.open({ panel: 'invoice', given }, { by: 'user' })}
    >
      Invoice it
    </Button>
  );
}
