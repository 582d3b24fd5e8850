import { EmptyState } from '@mantine/core';
import { IconHistory, IconMoodSmile } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { RecordList } from '../list/record-list.tsx';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { approvalsQuery, isWaiting, usePendingCount } from './approval-queries.ts';
import { ApprovalRequest } from './approval-request.tsx';
import classes from './approvals.module.css';
import { GrantsList } from './grants-list.tsx';

const route = getRouteApi('/shell/approvals');

/** Everything that waits for a person's yes, what was decided, and what may be done without asking. */
export function ApprovalsPage() {
  const { show } = route.useSearch();
  const waiting = usePendingCount(true);
  return (
    <div className={page.page}>
      <PageHead title="Approvals" note={<span role="status">{toNote(waiting)}</span>} />
      <nav aria-label="Approvals" className={classes.tabs}>
        <Link to="/approvals" search={{}} className={classes.tab} activeOptions={{ exact: true, includeSearch: true }}>
          Waiting
        </Link>
        <Link to="/approvals" search={{ show: 'decided' }} className={classes.tab}>
          Decided
        </Link>
        <Link to="/approvals" search={{ show: 'standing' }} className={classes.tab}>
          Standing permissions
        </Link>
      </nav>
      {show === 'standing' ? <GrantsList /> : <Requests key={show} isDecided={show === 'decided'} />}
    </div>
  );
}

function Requests({ isDecided }: { isDecided: boolean }) {
  const query = useInfiniteQuery(approvalsQuery(isDecided ? 'all' : 'pending'));
  const [said, setSaid] = useState('');
  const top = useRef<HTMLElement>(null);
  const now = new Date();
  const all = query.data?.pages.flatMap((one) => one.approvals) ?? [];
  const shown = all.filter((approval) => isWaiting(approval, now) !== isDecided);
  return (
    <section ref={top} tabIndex={-1} aria-label={isDecided ? 'Decided' : 'Waiting'} className={classes.requests}>
      <p className={classes.said} role="status">
        {said}
      </p>
      <RecordList noun="approvals" query={query} shown={shown.length} total={undefined} empty={<NoRequests isDecided={isDecided} />}>
        <ul className={classes.list}>
          {shown.map((approval) => (
            <li key={approval.requestId}>
              <ApprovalRequest
                approval={approval}
                isPending={!isDecided}
                onDone={(words) => {
                  setSaid(words);
                  // The request leaves the list, and its buttons with it.
                  top.current?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      </RecordList>
    </section>
  );
}

function NoRequests({ isDecided }: { isDecided: boolean }) {
  return isDecided ? (
    <EmptyState
      py="xl"
      icon={<IconHistory stroke={1.5} aria-hidden />}
      title="Nothing was decided yet"
      description="What you and others approved or denied is listed here, with who decided and why."
    />
  ) : (
    <EmptyState
      py="xl"
      icon={<IconMoodSmile stroke={1.5} aria-hidden />}
      title="Nothing waits for you"
      description="When the copilot needs a yes from you, whoever it works for, the request is here."
    />
  );
}

function toNote(waiting: number): string {
  if (waiting === 0) return 'Nothing waits for you';
  return `${waiting} ${waiting === 1 ? 'request waits' : 'requests wait'} for you`;
}
