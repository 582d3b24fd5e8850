import type { InvocationView, RunStatus } from '@countersign/core';
import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck, IconClock, IconHandStop, IconLoader, IconX } from '@tabler/icons-react';
import { callLabels, runLabels } from './run-words.ts';

const runLooks = {
  pending: { icon: IconClock, color: 'gray' },
  running: { icon: IconLoader, color: 'blue' },
  awaiting_approval: { icon: IconHandStop, color: 'violet' },
  awaiting_human: { icon: IconHandStop, color: 'violet' },
  paused: { icon: IconClock, color: 'violet' },
  completed: { icon: IconCheck, color: 'teal' },
  completed_with_failures: { icon: IconAlertTriangle, color: 'red' },
  failed: { icon: IconX, color: 'red' },
  cancelled: { icon: IconBan, color: 'gray' },
  budget_exceeded: { icon: IconAlertTriangle, color: 'red' },
  timed_out: { icon: IconAlertTriangle, color: 'red' },
} as const satisfies Record<RunStatus, unknown>;

const callLooks = {
  proposed: { icon: IconClock, color: 'gray' },
  awaiting_approval: { icon: IconHandStop, color: 'violet' },
  approved: { icon: IconClock, color: 'blue' },
  started: { icon: IconLoader, color: 'blue' },
  succeeded: { icon: IconCheck, color: 'teal' },
  failed: { icon: IconX, color: 'red' },
  denied: { icon: IconBan, color: 'red' },
  in_doubt: { icon: IconAlertTriangle, color: 'violet' },
  compensated: { icon: IconBan, color: 'gray' },
  cancelled: { icon: IconBan, color: 'gray' },
} as const satisfies Record<InvocationView['status'], unknown>;

/** Where a task stands, in a word, a sign and a colour. */
export function RunBadge({ status }: { status: RunStatus }) {
  const { icon: Icon, color } = runLooks[status];
  return (
    <Badge variant="light" color={color} tt="none" leftSection={<Icon size={13} aria-hidden />}>
      {runLabels[status]}
    </Badge>
  );
}

/** What became of one call. */
export function CallBadge({ status }: { status: InvocationView['status'] }) {
  const { icon: Icon, color } = callLooks[status];
  return (
    <Badge variant="light" color={color} size="sm" tt="none" leftSection={<Icon size={12} aria-hidden />}>
      {callLabels[status]}
    </Badge>
  );
}
