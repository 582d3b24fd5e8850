import { Alert, EmptyState } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCan, useMe } from '../auth/me-query.ts';
import { useStaffName } from '../auth/staff-query.ts';
import { formatMoment } from '../ui/format-time.ts';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { policiesQuery } from './policy-queries.ts';
import { RuleList } from './rule-list.tsx';
import { RulesEditor } from './rules-editor.tsx';

/** What the copilot may never do here, may do only so often, or has to ask about: the rules of the shop, as sentences. */
export function PoliciesPage() {
  const canRead = useCan('policies:read');
  return <div className={page.page}>{canRead ? <Policies /> : <NoAccess />}</div>;
}

function Policies() {
  const canWrite = useCan('policies:write');
  const { timeZone } = useMe().shop;
  const nameOf = useStaffName();
  const query = useQuery(policiesQuery);
  const { data } = query;
  const saved = data?.savedAt ? `Version ${data.version}, saved by ${nameOf(data.savedBy ?? '')}, ${formatMoment(data.savedAt, timeZone)}` : undefined;
  return (
    <>
      <PageHead title="Rules" note={saved ?? 'What the copilot may never do, may do only so often, or has to ask about'} />
      {query.isPending && <SkeletonRows />}
      {query.isError && !data && (
        <Trouble title="The rules could not be loaded" error={query.error} isRetrying={query.isFetching} onRetry={() => void query.refetch()} />
      )}
      {data && !data.isReadable && (
        <Alert color="red" variant="light" role="alert" title="These rules cannot be read" icon={<IconAlertTriangle aria-hidden />} mb="md">
          A later version of the product saved them. Until others are saved, the copilot may do nothing at all.
        </Alert>
      )}
      {data && (canWrite ? <RulesEditor inForce={data} /> : <RuleList rules={data.rules} empty="An owner of the shop has made no rules." />)}
    </>
  );
}

function NoAccess() {
  const { role } = useMe();
  return (
    <>
      <PageHead title="Rules" />
      <EmptyState
        py="xl"
        icon={<IconLock stroke={1.5} aria-hidden />}
        title="Rules are not open to your role"
        description={`You are signed in as a ${role}. An owner makes the rules, and managers can read them.`}
      />
    </>
  );
}
