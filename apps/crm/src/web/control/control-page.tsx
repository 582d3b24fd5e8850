import { EmptyState } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useCan, useMe } from '../auth/me-query.ts';
import page from '../ui/page.module.css';
import { PageHead } from '../ui/page-head.tsx';
import { AlertSection } from './alert-list.tsx';
import { useAlertCount } from './alert-queries.ts';
import { toAlertNote } from './alert-words.ts';
import { SwitchSection } from './switch-list.tsx';

const route = getRouteApi('/shell/settings/control');

/** The hand on the copilot: what is switched off, and what was unusual. */
export function ControlPage() {
  const canRead = useCan('alerts:read');
  return <div className={page.page}>{canRead ? <Control /> : <NoAccess />}</div>;
}

function Control() {
  const { show } = route.useSearch();
  const open = useAlertCount(true, true);
  const canReadSwitches = useCan('switches:read');
  return (
    <>
      <PageHead title="Control" note={<span role="status">{toAlertNote(open)}</span>} />
      {canReadSwitches && <SwitchSection />}
      <AlertSection key={show} isAll={show === 'all'} />
    </>
  );
}

function NoAccess() {
  const { role } = useMe();
  return (
    <>
      <PageHead title="Control" />
      <EmptyState
        py="xl"
        icon={<IconLock stroke={1.5} aria-hidden />}
        title="Control is not open to your role"
        description={`You are signed in as a ${role}. Owners switch the copilot off and on; they and managers look after alerts.`}
      />
    </>
  );
}
