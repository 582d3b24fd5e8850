import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { QuoteView } from '../../shared/quote.ts';
import { useCan } from '../auth/me-query.ts';
import { DeliveryDialog } from '../deliveries/delivery-dialog.tsx';

/** Sends a quote to its client; a draft is marked as sent with it. */
export function SendQuoteButton({ quote }: { quote: QuoteView }) {
  const [canSend, canWrite] = [useCan('messages:send'), useCan('quotes:write')];
  const [isOpen, setOpen] = useState(false);
  if (!canSend || !canWrite || (quote.status !== 'draft' && quote.status !== 'sent')) return null;
  return (
    <>
      <Button variant={quote.status === 'draft' ? 'filled' : 'default'} leftSection={<IconSend size={17} aria-hidden />} onClick={() => setOpen(true)}>
        Send quote
      </Button>
      <DeliveryDialog
        title={`Send quote #${quote.number} to ${quote.clientName}`}
        path={`/api/quotes/${quote.id}/message`}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onSent={() => undefined}
      />
    </>
  );
}
