import { Button, Group } from '@mantine/core';
import { IconChecks, IconX } from '@tabler/icons-react';
import { busyProps } from '../ui/busy-props.ts';

interface ApproveRestProps {
  /** How many wait for an answer. */
  count: number;
  isDeciding: boolean;
  onDecide: (decision: 'approve' | 'deny') => void;
}

/** Answers all that has not been answered yet, below the list of it: nobody gets here without having passed what they answer. */
export function ApproveRest({ count, isDeciding, onDecide }: ApproveRestProps) {
  return (
    <Group gap="xs" mt="md">
      <Button size="xs" leftSection={<IconChecks size={15} aria-hidden />} {...busyProps(isDeciding)} onClick={() => onDecide('approve')}>
        Approve all {count}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconX size={15} aria-hidden />} {...busyProps(isDeciding)} onClick={() => onDecide('deny')}>
        Deny all {count}
      </Button>
    </Group>
  );
}
