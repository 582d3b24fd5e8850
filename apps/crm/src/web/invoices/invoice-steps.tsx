import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconBan, IconBell, IconCash, IconFileCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { InvoiceView } from '../../shared/invoice.ts';
import { formatMoney } from '../../shared/money.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { useCan } from '../auth/me-query.ts';
import { DeliveryDialog } from '../deliveries/delivery-dialog.tsx';
import steps from '../quotes/quotes.module.css';
import { useConfirm } from '../ui/confirm.tsx';
import { invoiceQuery, showInvoice } from './invoice-queries.ts';
import { PaymentDialog } from './payment-dialog.tsx';
import { RefundDialog } from './refund-dialog.tsx';

type Dialog = 'payment' | 'refund' | 'reminder';

/** What may be done with an invoice as it is, by this person. */
export function InvoiceSteps({ invoice }: { invoice: InvoiceView }) {
  const [canWrite, canRefund, canRemind] = [useCan('invoices:write'), useCan('invoices:refund'), useCan('invoices:remind')];
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const queryClient = useQueryClient();
  const { status, paidCents, refundedCents } = invoice;
  const holdsMoney = paidCents > refundedCents;
  const close = () => setDialog(null);
  const buttons = [
    canWrite && status === 'draft' && <IssueButton key="issue" invoice={invoice} />,
    canWrite && status === 'open' && (
      <Button key="payment" leftSection={<IconCash size={17} aria-hidden />} onClick={() => setDialog('payment')}>
        Record payment
      </Button>
    ),
    canRemind && status === 'open' && (
      <Button key="reminder" variant="default" leftSection={<IconBell size={17} aria-hidden />} onClick={() => setDialog('reminder')}>
        Remind
      </Button>
    ),
    canRefund && holdsMoney && (
      <Button key="refund" variant="default" leftSection={<IconArrowBackUp size={17} aria-hidden />} onClick={() => setDialog('refund')}>
        Refund
      </Button>
    ),
    canWrite && status !== 'void' && !holdsMoney && <VoidButton key="void" invoice={invoice} />,
  ].filter(Boolean);
  if (buttons.length === 0) return null;
  return (
    <div className={steps.steps}>
      {buttons}
      <PaymentDialog invoice={invoice} isOpen={dialog === 'payment'} onClose={close} />
      <RefundDialog invoice={invoice} isOpen={dialog === 'refund'} onClose={close} />
      <DeliveryDialog
        title={`Remind ${invoice.clientName} of invoice #${invoice.number}`}
        path={`/api/invoices/${invoice.id}/reminder`}
        isOpen={dialog === 'reminder'}
        onClose={close}
        onSent={() => queryClient.invalidateQueries({ queryKey: invoiceQuery(invoice.id).queryKey })}
      />
    </div>
  );
}

/** Issuing and voiding are final, so they are asked about first. */
function useChange(invoice: InvoiceView, verb: 'issue' | 'void') {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => request(InvoiceView, `/api/invoices/${invoice.id}/${verb}`, { method: 'POST', body: { version: invoice.version } }),
    onSuccess: (changed) => showInvoice(queryClient, changed),
    onError: (error) => {
      notifications.show({ color: 'red', title: 'Not changed', message: toSentence(error) });
      // Somebody else may have changed it meanwhile.
      void queryClient.invalidateQueries({ queryKey: invoiceQuery(invoice.id).queryKey });
    },
  });
}

function IssueButton({ invoice }: { invoice: InvoiceView }) {
  const confirm = useConfirm();
  const { mutate, isPending } = useChange(invoice, 'issue');
  const issue = async () => {
    const total = formatMoney(invoice.totalCents, invoice.currency);
    const text = `${invoice.clientName} owes ${total} from then on, and it can no longer be edited. Nothing is sent from here.`;
    if (await confirm({ title: `Issue invoice #${invoice.number}?`, text, yes: 'Issue', no: 'Cancel' })) mutate();
  };
  return (
    <Button leftSection={<IconFileCheck size={17} aria-hidden />} loading={isPending} onClick={() => void issue()}>
      Issue
    </Button>
  );
}

function VoidButton({ invoice }: { invoice: InvoiceView }) {
  const confirm = useConfirm();
  const { mutate, isPending } = useChange(invoice, 'void');
  const cancel = async () => {
    const text = 'It counts for nothing then, and keeps its number. This cannot be taken back.';
    if (await confirm({ title: `Void invoice #${invoice.number}?`, text, yes: 'Void', no: 'Cancel' })) mutate();
  };
  return (
    <Button variant="default" leftSection={<IconBan size={17} aria-hidden />} loading={isPending} onClick={() => void cancel()}>
      Void
    </Button>
  );
}
