import { z } from 'zod';

export const quoteStatuses = ['draft', 'sent', 'accepted', 'declined', 'expired'] as const;
export const QuoteStatus = z.enum(quoteStatuses);
export type QuoteStatus = z.infer<typeof QuoteStatus>;

/** What may follow what. Only a draft is written; what a client has in hand is answered, never changed. */
const next: Readonly<Record<QuoteStatus, readonly QuoteStatus[]>> = {
  draft: ['sent'],
  sent: ['accepted', 'declined', 'expired'],
  accepted: [],
  declined: [],
  expired: [],
};

export function nextStatuses(status: QuoteStatus): readonly QuoteStatus[] {
  return next[status];
}

export function canFollow(from: QuoteStatus, to: QuoteStatus): boolean {
  return next[from].includes(to);
}

/** A quote that was sent and not answered by its last day has expired, without anybody having to say so. Days are `YYYY-MM-DD` in the shop's zone. */
export function statusOn(today: string, quote: { status: QuoteStatus; validUntil: string }): QuoteStatus {
  return quote.status === 'sent' && quote.validUntil < today ? 'expired' : quote.status;
}

/** What people read. */
export const statusLabels: Readonly<Record<QuoteStatus, string>> = {
  draft: 'Draft',
  sent: 'Sent',
  accepted: 'Accepted',
  declined: 'Declined',
  expired: 'Expired',
};
