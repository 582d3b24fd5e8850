import type { Migration } from '@countersign/server';
import { identity } from './0001-identity.ts';
import { clientsAndOutbox } from './0002-clients.ts';
import { vehicles } from './0003-vehicles.ts';
import { services } from './0004-services.ts';
import { quotes } from './0005-quotes.ts';
import { jobs } from './0006-jobs.ts';
import { activity } from './0008-activity.ts';
import { inbox } from './0009-inbox.ts';
import { invoices } from './0010-invoices.ts';
import { deliveryClaims } from './0012-delivery-claims.ts';

/** The CRM's own migrations, oldest first. A released one is never changed. */
export const crmMigrations: readonly Migration[] = [
  { name: '0001-identity', sql: identity },
  { name: '0002-clients', sql: clientsAndOutbox },
  { name: '0003-vehicles', sql: vehicles },
  { name: '0004-services', sql: services },
  { name: '0005-quotes', sql: quotes },
  { name: '0006-jobs', sql: jobs },
  { name: '0008-activity', sql: activity },
  { name: '0009-inbox', sql: inbox },
  { name: '0010-invoices', sql: invoices },
  { name: '0012-delivery-claims', sql: deliveryClaims },
];
