import { IconCar } from '@tabler/icons-react';
import { expect, test } from 'vitest';
import { permissionsOf } from '../../shared/roles.ts';
import { listNavItems, type NavItem, splitForPhone } from './nav-items.ts';

const toItems = (...ranks: number[]) => ranks.map((phoneRank): NavItem => ({ to: '/', label: String(phoneRank), icon: IconCar, group: 'day', phoneRank }));
const labels = ({ bar, more }: ReturnType<typeof splitForPhone>) => [bar.map(({ label }) => label), more.map(({ label }) => label)];

test('up to four places all stand in the bar, in their order', () => {
  expect(labels(splitForPhone(toItems(4, 1, 3, 2)))).toEqual([['4', '1', '3', '2'], []]);
});

test('of more the three of the lowest rank do, the others under "More"', () => {
  expect(labels(splitForPhone(toItems(1, 4, 8, 6, 2, 9)))).toEqual([
    ['1', '4', '2'],
    ['8', '6', '9'],
  ]);
});

test('somebody is shown the places their role may go to', () => {
  const places = (role: 'owner' | 'technician') => listNavItems(permissionsOf[role]).map(({ label }) => label);
  expect(places('owner')).toEqual(expect.arrayContaining(['Dashboard', 'Invoices', 'Approvals', 'Rules']));
  expect(places('technician')).toContain('Approvals');
  expect(places('technician')).not.toContain('Invoices');
  expect(places('technician')).not.toContain('Rules');
});
