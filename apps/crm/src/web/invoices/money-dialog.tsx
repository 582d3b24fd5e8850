import { Alert, Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { InvoiceView } from '../../shared/invoice.ts';
import { parseMoney } from '../../shared/money.ts';
import { methodLabels, type PaymentMethod, paymentMethods } from '../../shared/payment.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { showInvoice } from './invoice-queries.ts';
import classes from './invoices.module.css';

interface MoneyDialogProps {
  invoice: InvoiceView;
  title: string;
  /** What it goes to, under the invoice. */
  path: 'payments' | 'refunds';
  /** Why an amount cannot be, before the server is asked. */
  refuse: (cents: number) => string | undefined;
  start: { amount: string; method: PaymentMethod };
  labels: { amount: string; method: string; reason: string; save: string; saved: string };
  hint: string;
  onClose: () => void;
}

export interface DialogProps {
  invoice: InvoiceView;
  isOpen: boolean;
  onClose: () => void;
}

/** A small form about money on an invoice: how much, how, and why. It begins anew every time it opens. */
export function MoneyDialog({ isOpen, ...props }: MoneyDialogProps & { isOpen: boolean }) {
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title={props.title}
      padding="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ title: { lineHeight: 1.35 } }}
    >
      <MoneyForm {...props} />
    </Modal>
  );
}

function MoneyForm({ invoice, path, refuse, start, labels, hint, onClose }: MoneyDialogProps) {
  const queryClient = useQueryClient();
  const hintId = useId();
  const [amount, setAmount] = useState(start.amount);
  const [method, setMethod] = useState<string>(start.method);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const cents = parseMoney(amount);
  const wrong = cents === undefined || cents === 0 ? 'Write an amount, such as 89.50.' : refuse(cents);
  const { mutate, isPending, error } = useMutation({
    // The version makes a second click a conflict instead of a second payment.
    mutationFn: () =>
      request(InvoiceView, `/api/invoices/${invoice.id}/${path}`, {
        method: 'POST',
        body: { amountCents: cents, method, reason, version: invoice.version },
      }),
    onSuccess: (changed) => {
      showInvoice(queryClient, changed);
      notifications.show({ color: 'teal', title: labels.saved, message: `Invoice #${changed.number}` });
      onClose();
    },
    // What it says of the invoice may be out of date.
    onError: () => void queryClient.invalidateQueries({ queryKey: ['invoice', invoice.id] }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong === undefined && !isPending) mutate();
  };
  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      {error && (
        <Alert color="red" variant="light" role="alert" title="Not saved">
          {toSentence(error)}
        </Alert>
      )}
      <TextInput
        label={labels.amount}
        inputMode="decimal"
        autoComplete="off"
        value={amount}
        onChange={(event) => setAmount(event.currentTarget.value)}
        aria-describedby={hintId}
        error={isTried && wrong}
        errorProps={{ role: 'alert' }}
        data-autofocus
      />
      <p id={hintId} className={classes.dim} style={{ margin: 0 }}>
        {hint}
      </p>
      <NativeSelect
        label={labels.method}
        value={method}
        onChange={(event) => setMethod(event.currentTarget.value)}
        data={paymentMethods.map((value) => ({ value, label: methodLabels[value] }))}
      />
      <TextInput label={labels.reason} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} autoComplete="off" />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} disabled={isPending}>
          Cancel
        </Button>
        <Button type="submit" loading={isPending}>
          {labels.save}
        </Button>
      </Group>
    </form>
  );
}
