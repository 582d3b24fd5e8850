import { ask, find } from '../acts.ts';
import type { Act } from '../play.ts';

/** Jordan Miles and their Tahoe, whom sentences are about. */
export const jordan: readonly Act[] = [
  ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841', email: 'jordan.miles@example.com' }, { keep: 'jordan' }),
  ask('POST', '/api/vehicles', { clientId: '{jordan.id}', year: 2021, make: 'Chevrolet', model: 'Tahoe', color: 'Black', size: 'xl' }, { keep: 'tahoe' }),
];

/** A second Jordan, so that nobody knows which is meant. */
export const otherJordan: Act = ask('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Price', phone: '555-219-8842' }, { keep: 'price' });

/** Somebody whom nobody can reach. */
export const unreachable: Act = ask('POST', '/api/clients', { firstName: 'Lee', lastName: 'Wong' }, { keep: 'lee' });

/** An open invoice of Jordan's over $200. */
export const openInvoice: readonly Act[] = [
  find('/api/services?limit=1', 'services'),
  ask(
    'POST',
    '/api/invoices',
    { clientId: '{jordan.id}', vehicleId: '{tahoe.id}', lines: [{ serviceId: '{services.services.0.id}', priceCents: 20_000 }] },
    { keep: 'draft' },
  ),
  ask('POST', '/api/invoices/{draft.id}/issue', { version: 1 }, { keep: 'invoice' }),
];

/** A draft of a quote for Jordan. */
export const quote: readonly Act[] = [
  find('/api/services?limit=1', 'services'),
  ask(
    'POST',
    '/api/quotes',
    { clientId: '{jordan.id}', vehicleId: '{tahoe.id}', lines: [{ serviceId: '{services.services.0.id}', priceCents: 20_000 }], discount: '10%' },
    { keep: 'quote' },
  ),
];
