import type { GrantView } from '@countersign/core';
import { Button, EmptyState } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { agentClient } from '../api/agent-client.ts';
import { toSentence } from '../api/api-failure.ts';
import { useMe } from '../auth/me-query.ts';
import { useStaffName } from '../auth/staff-query.ts';
import { RecordList } from '../list/record-list.tsx';
import { busyProps } from '../ui/busy-props.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { formatMoment } from '../ui/format-time.ts';
import { grantsQuery } from './approval-queries.ts';
import classes from './approvals.module.css';
import { useGrantSentences } from './use-grant-sentences.ts';

/** What the copilot may do without asking: each yes that reaches further than one call, with the way to take it back. */
export function GrantsList() {
  const query = useInfiniteQuery(grantsQuery);
  const top = useRef<HTMLElement>(null);
  const grants = query.data?.pages.flatMap((one) => one.grants).filter(({ isActive }) => isActive) ?? [];
  const toWords = useGrantSentences(grants);
  return (
    <section ref={top} tabIndex={-1} aria-label="Standing permissions" className={classes.requests}>
      <RecordList noun="standing permissions" query={query} shown={grants.length} total={undefined} empty={<NoGrants />}>
        <ul className={classes.list}>
          {grants.map((grant) => (
            <li key={grant.grantId}>
              <GrantRow grant={grant} text={toWords(grant.tool, grant)} onRevoked={() => top.current?.focus()} />
            </li>
          ))}
        </ul>
      </RecordList>
    </section>
  );
}

function GrantRow({ grant, text, onRevoked }: { grant: GrantView; text: string; onRevoked: () => void }) {
  const { timeZone } = useMe().shop;
  const nameOf = useStaffName();
  const confirm = useConfirm();
  const { mutate, isPending, error } = useRevoke(grant, onRevoked);
  const { givenBy, givenAt, reason, uses, lastUsedAt } = grant;
  const revoke = async () => {
    const isYes = await confirm({
      title: 'Revoke this permission?',
      text: `${text} From now on the copilot asks again before it does this.`,
      yes: 'Revoke',
      no: 'Keep it',
    });
    if (isYes) mutate();
  };
  return (
    <article className={classes.grant} aria-label={text}>
      <div className={classes.grantText}>
        <p className={classes.sentence}>{text}</p>
        <p className={classes.detail}>
          Given by {nameOf(givenBy)}, {formatMoment(givenAt, timeZone)}. {toUses(uses)}
          {lastUsedAt && `, last ${formatMoment(lastUsedAt, timeZone)}`}.
        </p>
        {reason && <p className={classes.detail}>“{reason}”</p>}
        {error && (
          <p role="alert" style={{ color: 'var(--mantine-color-error)' }}>
            {toSentence(error)}
          </p>
        )}
      </div>
      <Button size="xs" variant="default" onClick={() => !isPending && void revoke()} aria-label={`Revoke: ${text}`} {...busyProps(isPending)}>
        Revoke
      </Button>
    </article>
  );
}

function useRevoke({ grantId }: GrantView, onRevoked: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => agentClient.revokeGrant({ grantId }),
    onSuccess: () => {
      notifications.show({ color: 'teal', title: 'Revoked', message: 'The copilot asks again before it does this.' });
      onRevoked();
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['grants'] }),
  });
}

function NoGrants() {
  return (
    <EmptyState
      py="xl"
      icon={<IconShieldCheck stroke={1.5} aria-hidden />}
      title="No standing permissions"
      description="Where a yes may reach further than one call, the arrow beside Approve says how far. What is given there is listed here."
    />
  );
}

function toUses(uses: number): string {
  if (uses === 0) return 'Not used yet';
  return `Used ${uses === 1 ? 'once' : `${uses} times`}`;
}
