import type { RecordType } from '../../shared/activity.ts';
import { fullName } from '../../shared/client.ts';
import { vehicleName } from '../../shared/vehicle.ts';
import type { Actor } from '../auth/require-permission.ts';
import { getClient } from '../clients/get-client.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { getInvoice } from '../invoices/get-invoice.ts';
import { nameInvoice } from '../invoices/record-invoice.ts';
import { getJob } from '../jobs/get-job.ts';
import { nameJob } from '../jobs/name-job.ts';
import { getQuote } from '../quotes/get-quote.ts';
import { getService } from '../services/get-service.ts';
import { getVehicle } from '../vehicles/get-vehicle.ts';

export interface FoundRecord {
  /** As it reads after "on": "the client Jordan Miles". */
  name: string;
  /** Whose it is; null where it is nobody's. */
  clientId: string | null;
}

type Finder = (tx: CrmTx, actor: Actor, id: string) => Promise<FoundRecord>;

/** Each through its own service, so that who may not see a record does not reach what hangs on it either. */
const finders: Readonly<Record<RecordType, Finder>> = {
  client: async (tx, actor, id) => ({ name: `the client ${fullName(await getClient(tx, actor, id))}`, clientId: id }),
  vehicle: async (tx, actor, id) => {
    const vehicle = await getVehicle(tx, actor, id);
    return { name: `the ${vehicleName(vehicle)} of ${vehicle.clientName}`, clientId: vehicle.clientId };
  },
  service: async (tx, actor, id) => ({ name: `the service ${(await getService(tx, actor, id)).name}`, clientId: null }),
  quote: async (tx, actor, id) => {
    const quote = await getQuote(tx, actor, id);
    return { name: `quote ${quote.number} for ${quote.clientName}`, clientId: quote.clientId };
  },
  job: async (tx, actor, id) => {
    const job = await getJob(tx, actor, id);
    return { name: nameJob(job), clientId: job.clientId };
  },
  invoice: async (tx, actor, id) => {
    const invoice = await getInvoice(tx, actor, id);
    return { name: nameInvoice(invoice), clientId: invoice.clientId };
  },
};

/** Which permission shows records of a kind. */
export const readPermissions = {
  client: 'clients:read',
  vehicle: 'vehicles:read',
  service: 'services:read',
  quote: 'quotes:read',
  job: 'jobs:read',
  invoice: 'invoices:read',
} as const satisfies Record<RecordType, string>;

/** The record that a note or an activity is about. @throws {CountersignError} `permission_denied`, `not_found` */
export async function findRecord(tx: CrmTx, actor: Actor, { recordType, recordId }: { recordType: RecordType; recordId: string }): Promise<FoundRecord> {
  return finders[recordType](tx, actor, recordId);
}
