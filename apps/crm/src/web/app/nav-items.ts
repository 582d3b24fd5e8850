import { type Icon, IconCar, IconChecklist, IconFileInvoice, IconListDetails, IconMessages, IconReceipt2, IconUsers } from '@tabler/icons-react';
import type { Permission } from '../../shared/roles.ts';
import { useMe } from '../auth/me-query.ts';

export interface NavItem {
  to: '/clients' | '/vehicles' | '/services' | '/quotes' | '/invoices' | '/messages' | '/runs';
  label: string;
  icon: Icon;
  permission: Permission;
}

const items: readonly NavItem[] = [
  { to: '/clients', label: 'Clients', icon: IconUsers, permission: 'clients:read' },
  { to: '/vehicles', label: 'Vehicles', icon: IconCar, permission: 'vehicles:read' },
  { to: '/services', label: 'Services', icon: IconListDetails, permission: 'services:read' },
  { to: '/quotes', label: 'Quotes', icon: IconFileInvoice, permission: 'quotes:read' },
  { to: '/invoices', label: 'Invoices', icon: IconReceipt2, permission: 'invoices:read' },
  { to: '/messages', label: 'Messages', icon: IconMessages, permission: 'outbox:read' },
  { to: '/runs', label: 'Tasks', icon: IconChecklist, permission: 'clients:read' },
];

/** The places of the product this person may go to. */
export function useNavItems(): readonly NavItem[] {
  const { permissions } = useMe();
  return items.filter(({ permission }) => permissions.includes(permission));
}
