import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck, IconHourglass, IconPencil } from '@tabler/icons-react';
import type { InvoiceSummary } from '../../shared/invoice.ts';
import { type InvoiceState, stateLabels } from '../../shared/invoice-status.ts';

const looks = {
  draft: { icon: IconPencil, color: 'gray' },
  open: { icon: IconHourglass, color: 'blue' },
  overdue: { icon: IconAlertTriangle, color: 'red' },
  paid: { icon: IconCheck, color: 'teal' },
  void: { icon: IconBan, color: 'gray' },
} as const satisfies Record<InvoiceState, unknown>;

/** What has become of an invoice by today, in a word, a sign and a colour. */
export function InvoiceBadge({ invoice }: { invoice: Pick<InvoiceSummary, 'status' | 'isOverdue'> }) {
  const state = invoice.isOverdue ? 'overdue' : invoice.status;
  const { icon: Icon, color } = looks[state];
  return (
    <Badge variant="light" color={color} tt="none" leftSection={<Icon size={13} aria-hidden />}>
      {stateLabels[state]}
    </Badge>
  );
}

/** @example toDays(1) // '1 day overdue' */
export const toDays = (daysOverdue: number) => `${daysOverdue} ${daysOverdue === 1 ? 'day' : 'days'} overdue`;
