import { type Icon, IconMessages, IconUsers } from '@tabler/icons-react';
import { useCan } from '../auth/me-query.ts';

export interface NavItem {
  to: '/clients' | '/messages';
  label: string;
  icon: Icon;
}

/** The places of the product this person may go to. */
export function useNavItems(): readonly NavItem[] {
  const canReadOutbox = useCan('outbox:read');
  const clients: NavItem = { to: '/clients', label: 'Clients', icon: IconUsers };
  return canReadOutbox ? [clients, { to: '/messages', label: 'Messages', icon: IconMessages }] : [clients];
}
