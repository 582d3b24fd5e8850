import type { AlertView } from '@countersign/core';
import { Button, EmptyState, Group } from '@mantine/core';
import { IconBellCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { agentClient } from '../api/agent-client.ts';
import { toSentence } from '../api/api-failure.ts';
import { useCan, useMe } from '../auth/me-query.ts';
import { useStaffName } from '../auth/staff-query.ts';
import { RecordList } from '../list/record-list.tsx';
import { CancelRun } from '../runs/cancel-run.tsx';
import { ResumeRun } from '../runs/resume-run.tsx';
import { busyProps } from '../ui/busy-props.ts';
import { formatMoment } from '../ui/format-time.ts';
import { alertsQuery } from './alert-queries.ts';
import { alertTitles } from './alert-words.ts';
import classes from './control.module.css';

/** What was unusual, the newest first: those that nobody has looked at, or all of them. */
export function AlertSection({ isAll }: { isAll: boolean }) {
  const query = useInfiniteQuery(alertsQuery(isAll ? 'all' : 'open'));
  const [said, setSaid] = useState('');
  const top = useRef<HTMLElement>(null);
  const alerts = query.data?.pages.flatMap((one) => one.alerts) ?? [];
  return (
    <section ref={top} tabIndex={-1} className={classes.section} aria-labelledby="alerts-title">
      <header className={classes.sectionHead}>
        <h2 id="alerts-title">Alerts</h2>
        <nav aria-label="Alerts" className={classes.choices}>
          <Link to="/settings/control" search={{}} className={classes.choice} activeOptions={{ exact: true, includeSearch: true }}>
            To look at
          </Link>
          <Link to="/settings/control" search={{ show: 'all' }} className={classes.choice}>
            All
          </Link>
        </nav>
      </header>
      <p className={classes.said} role="status">
        {said}
      </p>
      <RecordList noun="alerts" query={query} shown={alerts.length} total={undefined} empty={<NoAlerts isAll={isAll} />}>
        <ul className={classes.list} aria-labelledby="alerts-title">
          {alerts.map((alert) => (
            <AlertRow
              key={alert.alertId}
              alert={alert}
              onSeen={() => {
                setSaid(`Looked at: ${alertTitles[alert.kind]}.`);
                top.current?.focus();
              }}
            />
          ))}
        </ul>
      </RecordList>
    </section>
  );
}

function AlertRow({ alert, onSeen }: { alert: AlertView; onSeen: () => void }) {
  const { user, shop } = useMe();
  const nameOf = useStaffName();
  const canWrite = useCan('alerts:write');
  const { mutate, isPending, error } = useAcknowledge(alert, onSeen);
  const canResume = useCan('runs:resume');
  const { kind, at, text, userId, runId, runStatus, acknowledgedAt, acknowledgedBy } = alert;
  const title = alertTitles[kind];
  return (
    <li className={classes.row} data-open={acknowledgedAt === null || undefined}>
      <div className={classes.rowText}>
        <strong>{title}</strong>
        <p>{text}</p>
        <p>
          {formatMoment(at, shop.timeZone)}
          {userId !== null && ` · work for ${userId === user.id ? 'you' : nameOf(userId)}`}
          {userId === user.id && (
            <>
              {' · '}
              <Link to="/runs/$runId" params={{ runId }} className={classes.link}>
                See the work
              </Link>
            </>
          )}
        </p>
        {runStatus === 'paused' && canResume && (
          <Group gap="xs" mt={6} role="group" aria-label={`The work that has paused: ${title}`}>
            <span>It has paused.</span>
            <ResumeRun runId={runId} isSmall />
            <CancelRun runId={runId} isSmall />
          </Group>
        )}
        {acknowledgedAt !== null && (
          <p>
            Looked at by {nameOf(acknowledgedBy ?? '')}, {formatMoment(acknowledgedAt, shop.timeZone)}.
          </p>
        )}
        {error && (
          <p role="alert" className={classes.wrong}>
            {toSentence(error)}
          </p>
        )}
      </div>
      {canWrite && acknowledgedAt === null && (
        <Button size="xs" variant="default" onClick={() => !isPending && mutate()} aria-label={`I have looked at it: ${title}`} {...busyProps(isPending)}>
          I have looked at it
        </Button>
      )}
    </li>
  );
}

function useAcknowledge({ alertId }: AlertView, onSeen: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => agentClient.acknowledgeAlert({ alertId }),
    onSuccess: onSeen,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

function NoAlerts({ isAll }: { isAll: boolean }) {
  return (
    <EmptyState
      py="lg"
      icon={<IconBellCheck stroke={1.5} aria-hidden />}
      title={isAll ? 'There was no alert yet' : 'Nothing to look at'}
      description="When the copilot is refused or fails over and over, or does far more than usual, it pauses and you are told here."
    />
  );
}
