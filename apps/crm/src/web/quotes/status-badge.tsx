import { Badge } from '@mantine/core';
import { IconCheck, IconClockOff, IconPencil, IconSend, IconX } from '@tabler/icons-react';
import { type QuoteStatus, statusLabels } from '../../shared/quote-status.ts';

const looks = {
  draft: { icon: IconPencil, color: 'gray' },
  sent: { icon: IconSend, color: 'blue' },
  accepted: { icon: IconCheck, color: 'teal' },
  declined: { icon: IconX, color: 'red' },
  expired: { icon: IconClockOff, color: 'gray' },
} as const satisfies Record<QuoteStatus, unknown>;

/** What has become of a quote, in a word, a sign and a colour. */
export function StatusBadge({ status }: { status: QuoteStatus }) {
  const { icon: Icon, color } = looks[status];
  return (
    <Badge variant="light" color={color} tt="none" leftSection={<Icon size={13} aria-hidden />}>
      {statusLabels[status]}
    </Badge>
  );
}
