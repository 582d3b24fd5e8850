import { fullName } from '../../shared/client.ts';
import { type JobStatus, jobStatusLabels } from '../../shared/job-status.ts';
import { formatMoney } from '../../shared/money.ts';
import { methodLabels } from '../../shared/payment.ts';
import { vehicleName } from '../../shared/vehicle.ts';
import type { NewActivity } from '../activity/record-activity.ts';
import type { activity } from '../db/activity-schema.ts';
import type { notes } from '../db/inbox-schema.ts';
import type { invoices, payments } from '../db/invoices-schema.ts';
import type { jobs } from '../db/jobs-schema.ts';
import type { clients, outbox, quotes, services, vehicles } from '../db/schema.ts';
import { nameInvoice } from '../invoices/record-invoice.ts';
import { nameJob } from '../jobs/name-job.ts';
import { createRandom, pick, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';

/** The records of a shop as they are in the database. */
export interface DemoRecords {
  clients: readonly (typeof clients.$inferSelect)[];
  vehicles: readonly (typeof vehicles.$inferSelect)[];
  services: readonly (typeof services.$inferSelect)[];
  quotes: readonly (typeof quotes.$inferSelect)[];
  jobs: readonly (typeof jobs.$inferSelect)[];
  invoices: readonly (typeof invoices.$inferSelect)[];
  payments: readonly (typeof payments.$inferSelect)[];
  notes: readonly (typeof notes.$inferSelect)[];
  outbox: readonly (typeof outbox.$inferSelect)[];
}

type Told = Omit<NewActivity, 'once'> & { at: Date; by?: { id: string; name: string } };

/** What the records tell of how they came about, in the words that the services would have used. */
export function makeDemoActivity(shop: DemoShop, records: DemoRecords): (typeof activity.$inferInsert)[] {
  const random = createRandom(`${shop.id}/activity`);
  const office = shop.staff.filter(({ role }) => role !== 'technician');
  const told = [
    ...tellOfClients(records),
    ...tellOfVehicles(records),
    ...tellOfServices(records),
    ...tellOfQuotes(records),
    ...tellOfJobs(records),
    ...tellOfInvoices(records),
    ...tellOfWords(records),
  ];
  return told.map(({ at, by, clientId = null, ...entry }, index) => {
    const person = by ?? pick(office, random);
    return {
      ...entry,
      tenantId: shop.id,
      id: toUuid(`${shop.id}/activity/${entry.recordId}/${entry.action}/${index}`),
      clientId,
      actorId: person.id,
      actorName: person.name,
      // Some of it was asked of the copilot.
      isCopilot: !by && random() < 0.2,
      createdAt: at,
    };
  });
}

function tellOfClients({ clients: all }: DemoRecords): Told[] {
  return all.map((client) => {
    const summary = `Added the client ${fullName(client)}`;
    return { recordType: 'client', recordId: client.id, clientId: client.id, action: 'created', summary, at: client.createdAt };
  });
}

function tellOfVehicles({ vehicles: all, clients: owners }: DemoRecords): Told[] {
  const names = new Map(owners.map((client) => [client.id, fullName(client)]));
  return all.map(({ id, clientId, createdAt, ...car }) => {
    const summary = `Added the ${vehicleName(car)} of ${names.get(clientId)}`;
    return { recordType: 'vehicle', recordId: id, clientId, action: 'created', summary, at: createdAt };
  });
}

function tellOfServices({ services: all }: DemoRecords): Told[] {
  return all.map(({ id, name, createdAt }) => ({
    recordType: 'service',
    recordId: id,
    action: 'created',
    summary: `Added the service ${name}`,
    at: createdAt,
  }));
}

function tellOfQuotes({ quotes: all, clients: people }: DemoRecords): Told[] {
  const names = new Map(people.map((client) => [client.id, fullName(client)]));
  return all.flatMap(({ id, number, clientId, status, createdAt, sentAt, answeredAt }): Told[] => {
    const quote = `quote ${number} for ${names.get(clientId)}`;
    const base = { recordType: 'quote', recordId: id, clientId } as const;
    return [
      { ...base, action: 'created', summary: `Wrote ${quote}`, at: createdAt },
      ...(sentAt ? [{ ...base, action: 'sent', summary: `Marked ${quote} as sent`, at: sentAt }] : []),
      ...(answeredAt ? [{ ...base, action: status, summary: `Marked ${quote} as ${status}`, at: answeredAt }] : []),
    ];
  });
}

function tellOfJobs({ jobs: all, clients: people }: DemoRecords): Told[] {
  const names = new Map(people.map((client) => [client.id, fullName(client)]));
  return all.flatMap(({ id, number, clientId, status, createdAt, startedAt, closedAt }): Told[] => {
    const job = nameJob({ number, clientName: names.get(clientId) ?? '' });
    const base = { recordType: 'job', recordId: id, clientId } as const;
    const marked = (as: JobStatus, at: Date): Told => ({ ...base, action: as, summary: `Marked ${job} as ${jobStatusLabels[as].toLowerCase()}`, at });
    return [
      { ...base, action: 'scheduled', summary: `Scheduled ${job}`, at: createdAt },
      ...(startedAt ? [marked('in_progress', startedAt)] : []),
      ...(closedAt ? [marked(status, closedAt)] : []),
    ];
  });
}

function tellOfInvoices({ invoices: all, payments: ledger, clients: people }: DemoRecords): Told[] {
  const names = new Map(people.map((client) => [client.id, fullName(client)]));
  const nameOf = (clientId: string) => names.get(clientId) ?? '';
  const money = (cents: number) => formatMoney(cents, 'USD');
  const written = all.flatMap(({ id, number, clientId, status, issuedOn, totalCents, createdAt, updatedAt }): Told[] => {
    const invoice = nameInvoice({ number, clientName: nameOf(clientId) });
    const base = { recordType: 'invoice', recordId: id, clientId } as const;
    return [
      { ...base, action: 'created', summary: `Wrote ${invoice}`, at: createdAt },
      ...(issuedOn ? [{ ...base, action: 'issued', summary: `Issued ${invoice} over ${money(totalCents)}`, at: createdAt }] : []),
      ...(status === 'void' ? [{ ...base, action: 'voided', summary: `Voided ${invoice}`, at: updatedAt }] : []),
    ];
  });
  const byId = new Map(all.map((invoice) => [invoice.id, invoice]));
  const moved = ledger.flatMap(({ invoiceId, kind, method, amountCents, at, by, byName }): Told[] => {
    const invoice = byId.get(invoiceId);
    if (!invoice) return [];
    const name = nameInvoice({ number: invoice.number, clientName: nameOf(invoice.clientId) });
    const [action, summary] =
      kind === 'payment'
        ? ['paid', `Recorded ${money(amountCents)} (${methodLabels[method].toLowerCase()}) on ${name}`]
        : ['refunded', `Refunded ${money(amountCents)} on ${name}`];
    return [{ recordType: 'invoice', recordId: invoiceId, clientId: invoice.clientId, action, summary, at, by: { id: by, name: byName } }];
  });
  return [...written, ...moved];
}

/** Notes and messages: of these it is on record who wrote them. */
function tellOfWords({ notes: written, outbox: sent, clients: people, vehicles: cars, quotes: quoted }: DemoRecords): Told[] {
  const clientNames = new Map(people.map((client) => [client.id, fullName(client)]));
  const nameOf = (clientId: string | null) => clientNames.get(clientId ?? '') ?? '';
  const records = new Map<string, { name: string; clientId: string }>([
    ...people.map(({ id }) => [id, { name: `the client ${nameOf(id)}`, clientId: id }] as const),
    ...cars.map((car) => [car.id, { name: `the ${vehicleName(car)} of ${nameOf(car.clientId)}`, clientId: car.clientId }] as const),
    ...quoted.map((quote) => [quote.id, { name: `quote ${quote.number} for ${nameOf(quote.clientId)}`, clientId: quote.clientId }] as const),
  ]);
  const notesTold = written.flatMap(({ recordType, recordId, authorId, authorName, createdAt }): Told[] => {
    const record = records.get(recordId);
    if (!record) return [];
    const summary = `Wrote a note on ${record.name}`;
    return [{ recordType, recordId, clientId: record.clientId, action: 'noted', summary, at: createdAt, by: { id: authorId, name: authorName } }];
  });
  const textsTold = sent.flatMap(({ clientId, channel, sentBy, sentByName, createdAt }): Told[] => {
    if (!clientId) return [];
    const [action, word] = channel === 'sms' ? ['texted', 'Texted'] : ['emailed', 'Emailed'];
    const summary = `${word} ${nameOf(clientId)}`;
    return [{ recordType: 'client', recordId: clientId, clientId, action, summary, at: createdAt, by: { id: sentBy, name: sentByName } }];
  });
  return [...notesTold, ...textsTold];
}
