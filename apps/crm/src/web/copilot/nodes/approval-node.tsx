import { useApprovals } from '@countersign/react';
import { Text } from '@mantine/core';
import { IconHelpCircle, IconShieldQuestion } from '@tabler/icons-react';
import { use, useRef, useState } from 'react';
import type { Decision } from '../../approvals/approval-item.tsx';
import { ApprovalItems } from '../../approvals/approval-items.tsx';
import { useMe } from '../../auth/me-query.ts';
import { formatMoment } from '../../ui/format-time.ts';
import { LogPlace, type NodeViewProps } from './node-view-props.ts';
import classes from './nodes.module.css';

/** Asks a human: may this happen (`call`), or did it (`doubt`)? Every item is decided on its own. */
export function ApprovalNode({ props }: NodeViewProps<'approval'>) {
  const { shop } = useMe();
  const { decide, isDeciding, error } = useApprovals();
  const [isRefused, setRefused] = useState(false);
  const card = useRef<HTMLElement>(null);
  const isDoubt = props.kind === 'doubt';
  const isPending = props.status === 'pending';
  const isInDock = use(LogPlace) === 'dock';
  const Icon = isDoubt ? IconHelpCircle : IconShieldQuestion;

  const onDecide = async (decisions: Decision[]) => {
    setRefused(false);
    const isTaken = await decide(props.requestId, decisions);
    setRefused(!isTaken);
    return isTaken;
  };
  return (
    <article
      ref={card}
      tabIndex={-1}
      className={classes.approval}
      data-kind={props.kind}
      data-pending={isPending || undefined}
      aria-label={isDoubt ? 'A question about what happened' : isPending ? 'Approval needed' : 'Approval'}
    >
      <p className={classes.cardTitle}>
        <Icon size={18} aria-hidden />
        {isDoubt ? 'Did this happen?' : isPending ? 'Your approval is needed' : 'Approval'}
      </p>
      {isDoubt && isPending && <Text size="sm">No answer came back, so nobody knows. It is not tried again before you have looked.</Text>}
      <ApprovalItems
        items={props.items}
        kind={props.kind}
        isRequestPending={isPending}
        isDeciding={isDeciding}
        onDecide={onDecide}
        onDone={() => card.current?.focus()}
      />
      {isRefused && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error && error.status < 500 ? error.message : 'The decision was not recorded. Try again.'}
        </Text>
      )}
      {isPending && (
        <p className={classes.detail}>
          {isInDock ? 'Asked for by you in this conversation.' : 'Asked for by this task, in your name.'}
          {props.expiresAt ? ` Waits until ${formatMoment(props.expiresAt, shop.timeZone)}.` : ''}
        </p>
      )}
      {props.status === 'expired' && <p className={classes.detail}>Nobody decided in time, so nothing was done.</p>}
      {props.status === 'cancelled' && <p className={classes.detail}>The work was cancelled, so nothing was done.</p>}
    </article>
  );
}
