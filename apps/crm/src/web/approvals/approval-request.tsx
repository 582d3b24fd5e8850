import type { ApprovalItemView, ApprovalView } from '@countersign/core';
import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { agentClient } from '../api/agent-client.ts';
import { toSentence } from '../api/api-failure.ts';
import { useMe } from '../auth/me-query.ts';
import { useStaffName } from '../auth/staff-query.ts';
import { formatMoment } from '../ui/format-time.ts';
import type { Decision, Item } from './approval-item.tsx';
import { ApprovalItems } from './approval-items.tsx';
import classes from './approvals.module.css';

interface ApprovalRequestProps {
  approval: ApprovalView;
  isPending: boolean;
  /** Everything in it is decided; the words say how. */
  onDone: (words: string) => void;
}

/** One request of the queue: who asked, until when, and each of its calls with what exactly would happen. */
export function ApprovalRequest({ approval, isPending, onDone }: ApprovalRequestProps) {
  const { user, shop } = useMe();
  const nameOf = useStaffName();
  const queryClient = useQueryClient();
  const { requestId, requestedBy, createdAt, expiresAt, kind, runId } = approval;
  const {
    mutateAsync,
    isPending: isDeciding,
    error,
  } = useMutation({
    mutationFn: (decisions: Decision[]) => agentClient.decideApprovals({ requestId, decisions }),
    // Also after a refusal: somebody else may have decided.
    onSettled: () => {
      for (const key of ['approvals', 'grants']) void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  const decide = (decisions: Decision[]) =>
    mutateAsync(decisions).then(
      () => true,
      () => false,
    );
  const isOwn = requestedBy === user.id;
  return (
    <article className={classes.request} aria-label={`Asked for by ${nameOf(requestedBy)}, ${formatMoment(createdAt, shop.timeZone)}`}>
      <p className={classes.facts}>
        <strong>{isOwn ? 'You' : nameOf(requestedBy)}</strong> · {formatMoment(createdAt, shop.timeZone)}
        {isPending && expiresAt && <> · waits until {formatMoment(expiresAt, shop.timeZone)}</>}
        {isOwn && (
          <>
            {' · '}
            <Link to="/runs/$runId" params={{ runId }} className={classes.link}>
              See the work
            </Link>
          </>
        )}
      </p>
      {kind === 'doubt' && isPending && <Text size="sm">No answer came back, so nobody knows. It is not tried again before you have looked.</Text>}
      <ApprovalItems
        items={approval.items.map(toItem)}
        kind={kind}
        isRequestPending={isPending}
        isDeciding={isDeciding}
        onDecide={decide}
        onDone={() => onDone(toWords(approval))}
      />
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" mt="xs">
          {toSentence(error)}
        </Text>
      )}
    </article>
  );
}

/** As the card in the log has it. */
function toItem({ decidedBy, scope, reason, ...item }: ApprovalItemView): Item {
  return { ...item, ...(decidedBy && { decidedBy }), ...(scope && { scope }), ...(reason && { reason }) };
}

function toWords({ items }: ApprovalView): string {
  return items.length > 1 ? `All ${items.length} are decided.` : `Decided: ${items[0]?.title}`;
}
