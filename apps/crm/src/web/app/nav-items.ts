import { type Icon, IconCalendarEvent, IconCar, IconFileInvoice, IconListDetails, IconMessages, IconTool, IconUsers } from '@tabler/icons-react';
import type { Permission } from '../../shared/roles.ts';
import { useMe } from '../auth/me-query.ts';

export interface NavItem {
  to: '/calendar' | '/jobs' | '/clients' | '/vehicles' | '/services' | '/quotes' | '/messages';
  label: string;
  icon: Icon;
  permission: Permission;
}

const items: readonly NavItem[] = [
  { to: '/calendar', label: 'Calendar', icon: IconCalendarEvent, permission: 'jobs:read' },
  { to: '/jobs', label: 'Jobs', icon: IconTool, permission: 'jobs:read' },
  { to: '/clients', label: 'Clients', icon: IconUsers, permission: 'clients:read' },
  { to: '/vehicles', label: 'Vehicles', icon: IconCar, permission: 'vehicles:read' },
  { to: '/services', label: 'Services', icon: IconListDetails, permission: 'services:read' },
  { to: '/quotes', label: 'Quotes', icon: IconFileInvoice, permission: 'quotes:read' },
  { to: '/messages', label: 'Messages', icon: IconMessages, permission: 'outbox:read' },
];

/** The places of the product this person may go to. */
export function useNavItems(): readonly NavItem[] {
  const { permissions } = useMe();
  return items.filter(({ permission }) => permissions.includes(permission));
}
