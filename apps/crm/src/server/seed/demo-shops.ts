import type { Demo } from '../../shared/demo.ts';
import type { Role } from '../../shared/roles.ts';

export const DEMO_PASSWORD = 'countersign-demo';

export interface DemoShop {
  id: string;
  slug: string;
  name: string;
  timeZone: string;
  /** Where clients write to. */
  addresses: readonly string[];
  /** Area codes its clients live in. */
  areaCodes: readonly string[];
  staff: readonly { id: string; name: string; email: string; role: Role }[];
}

/** The two shops of the demo. Their data never mixes, which is what two of them are for. */
export const demoShops: readonly DemoShop[] = [
  {
    id: 'shop-north',
    slug: 'north-shore-detailing',
    name: 'North Shore Detailing',
    timeZone: 'America/New_York',
    addresses: ['+15165550177', 'hello@north.test'],
    areaCodes: ['516', '631', '917'],
    staff: [
      { id: 'user-north-owner', name: 'Nora Whitfield', email: 'owner@north.test', role: 'owner' },
      { id: 'user-north-manager', name: 'Malik Osei', email: 'manager@north.test', role: 'manager' },
      { id: 'user-north-tech', name: 'Theo Brandt', email: 'tech@north.test', role: 'technician' },
    ],
  },
  {
    id: 'shop-south',
    slug: 'south-bay-detailing',
    name: 'South Bay Detailing',
    timeZone: 'America/Los_Angeles',
    addresses: ['+13105550177', 'hello@south.test'],
    areaCodes: ['310', '408', '650'],
    staff: [{ id: 'user-south-owner', name: 'Sofia Lindqvist', email: 'owner@south.test', role: 'owner' }],
  },
];

/** What `GET /api/demo` tells the sign-in page of a server that has the demo data. */
export function toDemo(isSeeded: boolean): Demo {
  if (!isSeeded) return { demo: false, accounts: [] };
  return {
    demo: true,
    accounts: demoShops.flatMap((shop) => shop.staff.map(({ email, role }) => ({ email, password: DEMO_PASSWORD, role, shop: shop.name }))),
  };
}
