import { useApprovals, useReceipts } from '@countersign/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Asks for the page's data again whenever the copilot reports what it did, or asks for a yes. Renders nothing. */
export function FreshData() {
  const receipts = useReceipts();
  const queryClient = useQueryClient();
  const { pending } = useApprovals();
  const outcome = receipts.map((receipt) => `${receipt.key}:${receipt.status}`).join();
  const waiting = pending.map(({ requestId, items }) => `${requestId}:${items.map(({ status }) => status).join('+')}`).join();
  useEffect(() => {
    if (outcome === '') return;
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  }, [outcome, queryClient]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits is looked at again when it changes
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: ['approvals'] });
  }, [waiting, queryClient]);
  return null;
}
