import { EmptyState } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMe } from '../auth/me-query.ts';

/** Stands where messages would be, for those who do not read them. */
export function NoAccess() {
  const { role } = useMe();
  return (
    <EmptyState
      py="xl"
      icon={<IconLock stroke={1.5} aria-hidden />}
      title="Messages are not open to your role"
      description={`You are signed in as a ${role}. An owner or a manager reads what clients write and what the shop sends.`}
    />
  );
}
