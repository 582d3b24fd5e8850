import type { ApprovalScope, NodeProps } from '@countersign/core';
import { Button, Group, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck, IconCircleCheck, IconClockOff, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useStaffName } from '../auth/staff-query.ts';
import { busyProps } from '../ui/busy-props.ts';
import classes from './approval-card.module.css';
import { ApprovalGrounds } from './approval-grounds.tsx';
import { ApproveMenu } from './approve-menu.tsx';
import { Preview } from './preview.tsx';

/** As the card in the log and the queue have it; only the queue knows the reason that was given. */
export type Item = NodeProps<'approval'>['items'][number] & { reason?: string };

export interface Decision {
  itemId: string;
  decision: 'approve' | 'deny' | 'happened' | 'not_happened';
  scope?: ApprovalScope;
  reason?: string;
}

interface ApprovalItemProps {
  item: Item;
  kind: 'call' | 'doubt';
  isRequestPending: boolean;
  /** Its details are folded away. */
  isOneOfMany: boolean;
  isDeciding: boolean;
  onDecide: (decision: Decision) => void;
}

const risks: Readonly<Record<string, string>> = {
  safe: 'Safe',
  cautious: 'Changes data',
  destructive: 'Overwrites or deletes',
  irreversible: 'Cannot be taken back',
};

/** One call waiting for a human: exactly what would happen, and the two answers. */
export function ApprovalItem({ item, kind, isRequestPending, isOneOfMany, isDeciding, onDecide }: ApprovalItemProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's; this is a part of a card
    <div className={classes.approvalItem} role="group" aria-label={item.title} tabIndex={-1} data-item={item.itemId}>
      <p className={classes.approvalTitle}>{item.title}</p>
      {kind === 'call' && (
        <span className={classes.risk} data-risk={item.risk}>
          <IconAlertTriangle size={13} aria-hidden />
          {risks[item.risk] ?? item.risk}
        </span>
      )}
      {isOneOfMany ? (
        <details className={classes.fold}>
          <summary>What exactly</summary>
          <Preview preview={item.preview} />
        </details>
      ) : (
        <Preview preview={item.preview} />
      )}
      {item.status === 'pending' && <ApprovalGrounds asking={item.asking ?? []} origins={item.origins ?? []} />}
      {item.status === 'pending' && isRequestPending ? (
        <Answers item={item} kind={kind} isDeciding={isDeciding} onDecide={onDecide} />
      ) : (
        <Outcome item={item} />
      )}
    </div>
  );
}

function Answers({ item, kind, isDeciding, onDecide }: Omit<ApprovalItemProps, 'isRequestPending' | 'isOneOfMany'>) {
  const [reason, setReason] = useState<string | null>(null);
  const withReason = (decision: Decision['decision'], scope?: ApprovalScope): Decision => ({
    itemId: item.itemId,
    decision,
    ...(scope && { scope }),
    ...(reason?.trim() && { reason: reason.trim() }),
  });
  const [yes, no] = kind === 'call' ? (['approve', 'deny'] as const) : (['happened', 'not_happened'] as const);
  return (
    <>
      {reason !== null && (
        <TextInput
          size="xs"
          label="Reason"
          placeholder="Kept on the record"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autoFocus
          mt="xs"
        />
      )}
      <Group gap="xs" mt="sm">
        <span className={classes.yes}>
          <Button
            size="xs"
            leftSection={<IconCheck size={15} aria-hidden />}
            {...busyProps(isDeciding)}
            onClick={() => onDecide(withReason(yes))}
            aria-label={`${kind === 'call' ? 'Approve' : 'It happened'}: ${item.title}`}
          >
            {kind === 'call' ? 'Approve' : 'It happened'}
          </Button>
          {kind === 'call' && (
            <ApproveMenu
              title={item.title}
              tool={item.tool}
              grants={item.grants ?? []}
              isDeciding={isDeciding}
              onApprove={(scope) => onDecide(withReason('approve', scope))}
            />
          )}
        </span>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconX size={15} aria-hidden />}
          {...busyProps(isDeciding)}
          onClick={() => onDecide(withReason(no))}
          aria-label={`${kind === 'call' ? 'Deny' : 'It did not happen'}: ${item.title}`}
        >
          {kind === 'call' ? 'Deny' : 'It did not happen'}
        </Button>
        {reason === null && (
          <UnstyledButton className={classes.quiet} onClick={() => setReason('')}>
            Add a reason
          </UnstyledButton>
        )}
      </Group>
    </>
  );
}

const outcomes = {
  pending: { icon: IconClockOff, word: 'Not decided' },
  approved: { icon: IconCircleCheck, word: 'Approved' },
  denied: { icon: IconBan, word: 'Denied' },
  expired: { icon: IconClockOff, word: 'Expired' },
  happened: { icon: IconCircleCheck, word: 'It happened' },
  not_happened: { icon: IconX, word: 'It did not happen' },
  cancelled: { icon: IconBan, word: 'Cancelled' },
} as const satisfies Record<Item['status'], unknown>;

const reaches: Readonly<Record<ApprovalScope, string>> = { once: '', run: ', for the rest of the task', tenant: ', always here' };

function Outcome({ item }: { item: Item }) {
  const { icon: Icon, word } = outcomes[item.status];
  const nameOf = useStaffName();
  return (
    <>
      <p className={classes.outcome} data-status={item.status}>
        <Icon size={16} aria-hidden />
        {word}
        {item.decidedBy && ` by ${nameOf(item.decidedBy)}`}
        {item.scope && reaches[item.scope]}
      </p>
      {item.reason && <p className={classes.detail}>“{item.reason}”</p>}
    </>
  );
}
