import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { QuoteView } from '../../shared/quote.ts';
import { nextStatuses, type QuoteStatus } from '../../shared/quote-status.ts';
import { toSentence } from '../api/api-failure.ts';
import { request } from '../api/request.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { quoteQuery } from './quote-queries.ts';

const words: Readonly<Record<QuoteStatus, string>> = {
  draft: 'Back to draft',
  sent: 'Mark as sent',
  accepted: 'Client accepted',
  declined: 'Client declined',
  expired: 'Mark as expired',
};

/** The steps that may follow. Every one is final, so it is asked about first. */
export function StatusButtons({ quote }: { quote: QuoteView }) {
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const { mutate, isPending, variables } = useMutation({
    mutationFn: (status: QuoteStatus) => request(QuoteView, `/api/quotes/${quote.id}/status`, { method: 'POST', body: { version: quote.version, status } }),
    onSuccess: (changed) => queryClient.setQueryData(quoteQuery(quote.id).queryKey, changed),
    onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: toSentence(error) }),
    // Also after a refusal: somebody else may have changed it meanwhile.
    onSettled: () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'quotes' || queryKey[0] === 'quote' }),
  });
  const steps = nextStatuses(quote.status);
  if (steps.length === 0) return null;
  const change = async (status: QuoteStatus) => {
    const text =
      status === 'sent' ? 'It can no longer be edited then. Nothing is sent from here: this only notes that the client has it.' : 'This cannot be taken back.';
    if (await confirm({ title: `${words[status]}?`, text, yes: words[status], no: 'Cancel' })) mutate(status);
  };
  return (
    <>
      {steps.map((status) => (
        <Button
          key={status}
          variant={status === 'accepted' ? 'filled' : 'default'}
          loading={isPending && variables === status}
          onClick={() => void change(status)}
        >
          {words[status]}
        </Button>
      ))}
    </>
  );
}
