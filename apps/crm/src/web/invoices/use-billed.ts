import { useQuery } from '@tanstack/react-query';
import type { InvoicePage } from '../../shared/invoice.ts';
import { useCan } from '../auth/me-query.ts';
import { invoicesOfQuery } from './invoice-queries.ts';

/** With which invoices a quote or a job was billed, and whether it still can be: what was done once is billed once. */
export function useBilled(of: { quoteId: string } | { jobId: string }): { billed: InvoicePage | undefined; isBillable: boolean } {
  const isEnabled = useCan('invoices:read');
  const { data: billed } = useQuery({ ...invoicesOfQuery(of), enabled: isEnabled });
  return { billed, isBillable: billed?.invoices.every((invoice) => invoice.status === 'void') ?? false };
}
