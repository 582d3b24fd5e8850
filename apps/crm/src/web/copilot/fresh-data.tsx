import { useReceipts } from '@countersign/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Asks for the page's data again whenever the copilot reports what it did. Renders nothing. */
export function FreshData() {
  const receipts = useReceipts();
  const queryClient = useQueryClient();
  const outcome = receipts.map((receipt) => `${receipt.key}:${receipt.status}`).join();
  useEffect(() => {
    if (outcome === '') return;
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  }, [outcome, queryClient]);
  return null;
}
