import {
  type Icon,
  IconCalendarEvent,
  IconCar,
  IconChecklist,
  IconFileInvoice,
  IconGavel,
  IconLayoutDashboard,
  IconListDetails,
  IconMessages,
  IconPower,
  IconReceipt2,
  IconShieldQuestion,
  IconTool,
  IconUsers,
} from '@tabler/icons-react';
import type { LinkProps } from '@tanstack/react-router';
import type { Permission } from '../../shared/roles.ts';

export interface NavItem {
  to: NonNullable<LinkProps['to']>;
  label: string;
  icon: Icon;
  /** Who may go there; left out: everybody. */
  permission?: Permission;
  /** Stands a little apart from those of another group. */
  group: 'day' | 'people' | 'trade' | 'shop';
  /** On phones those with the lowest stand in the bar, the others under "More". */
  phoneRank: number;
  /** What waits there and is counted beside it. */
  waits?: 'messages' | 'approvals' | 'alerts';
}

/** In their order. A page that is added adds its line here and its route in router.tsx. */
const items: readonly NavItem[] = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard, group: 'day', phoneRank: 1 },
  { to: '/calendar', label: 'Calendar', icon: IconCalendarEvent, permission: 'jobs:read', group: 'day', phoneRank: 3 },
  { to: '/jobs', label: 'Jobs', icon: IconTool, permission: 'jobs:read', group: 'day', phoneRank: 5 },
  { to: '/clients', label: 'Clients', icon: IconUsers, permission: 'clients:read', group: 'people', phoneRank: 4 },
  { to: '/vehicles', label: 'Vehicles', icon: IconCar, permission: 'vehicles:read', group: 'people', phoneRank: 8 },
  { to: '/quotes', label: 'Quotes', icon: IconFileInvoice, permission: 'quotes:read', group: 'trade', phoneRank: 6 },
  { to: '/invoices', label: 'Invoices', icon: IconReceipt2, permission: 'invoices:read', group: 'trade', phoneRank: 7 },
  { to: '/messages', label: 'Messages', icon: IconMessages, permission: 'messages:read', group: 'trade', phoneRank: 2, waits: 'messages' },
  { to: '/services', label: 'Services', icon: IconListDetails, permission: 'services:read', group: 'shop', phoneRank: 9 },
  { to: '/runs', label: 'Tasks', icon: IconChecklist, permission: 'clients:read', group: 'shop', phoneRank: 10 },
  { to: '/approvals', label: 'Approvals', icon: IconShieldQuestion, group: 'shop', phoneRank: 11, waits: 'approvals' },
  { to: '/settings/policies', label: 'Rules', icon: IconGavel, permission: 'policies:read', group: 'shop', phoneRank: 12 },
  { to: '/settings/control', label: 'Control', icon: IconPower, permission: 'alerts:read', group: 'shop', phoneRank: 13, waits: 'alerts' },
];

/** The places of the product that somebody with these permissions may go to. */
export function listNavItems(permissions: readonly Permission[]): readonly NavItem[] {
  return items.filter(({ permission }) => permission === undefined || permissions.includes(permission));
}

/** How many places stand in the bar of a phone, where there are more of them: beside them "More" and the copilot. */
const IN_BAR = 3;

/** Which places stand in the bar of a phone, and which under "More", each in their order. One that is alone there stands in the bar. */
export function splitForPhone(all: readonly NavItem[]): { bar: readonly NavItem[]; more: readonly NavItem[] } {
  if (all.length <= IN_BAR + 1) return { bar: all, more: [] };
  const first = new Set([...all].sort((one, other) => one.phoneRank - other.phoneRank).slice(0, IN_BAR));
  return { bar: all.filter((item) => first.has(item)), more: all.filter((item) => !first.has(item)) };
}
