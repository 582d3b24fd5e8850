import { Button, Group } from '@mantine/core';
import { useRef } from 'react';
import { busyProps } from '../../app/busy-props.ts';
import { ApprovalItem, type Decision, type Item } from './approval-item.tsx';
import classes from './nodes.module.css';

interface ApprovalItemsProps {
  items: readonly Item[];
  kind: 'call' | 'doubt';
  isRequestPending: boolean;
  isDeciding: boolean;
  /** Resolves to true when the decisions were taken. */
  onDecide: (decisions: Decision[]) => Promise<boolean>;
  /** Takes the focus when nothing waits here any more: the buttons that had it are gone. */
  onDone: () => void;
}

/** The items of one request, decided one by one or together. */
export function ApprovalItems({ items, kind, isRequestPending, isDeciding, onDecide, onDone }: ApprovalItemsProps) {
  const list = useRef<HTMLDivElement>(null);
  const waiting = isRequestPending ? items.filter(({ status }) => status === 'pending') : [];
  const decide = async (decisions: Decision[]) => {
    if (isDeciding || !(await onDecide(decisions))) return;
    const next = waiting.find(({ itemId }) => !decisions.some((decision) => decision.itemId === itemId));
    const row = next && list.current?.querySelector<HTMLElement>(`[data-item="${next.itemId}"]`);
    if (row) row.focus();
    else onDone();
  };
  const decideAll = (decision: 'approve' | 'deny') => void decide(waiting.map(({ itemId }) => ({ itemId, decision })));
  return (
    <div ref={list}>
      {items.map((item) => (
        <ApprovalItem
          key={item.itemId}
          item={item}
          kind={kind}
          isRequestPending={isRequestPending}
          isDeciding={isDeciding}
          onDecide={(decision) => void decide([decision])}
        />
      ))}
      {kind === 'call' && waiting.length > 1 && (
        <Group gap="xs" className={classes.all}>
          <p className={classes.allCount} role="status">
            {waiting.length === items.length ? `${items.length} wait for you` : `${waiting.length} of ${items.length} still wait for you`}
          </p>
          <Button size="xs" onClick={() => decideAll('approve')} {...busyProps(isDeciding)}>
            Approve all
          </Button>
          <Button size="xs" variant="default" onClick={() => decideAll('deny')} {...busyProps(isDeciding)}>
            Deny all
          </Button>
        </Group>
      )}
    </div>
  );
}
