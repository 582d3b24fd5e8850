import { asc, eq } from 'drizzle-orm';
import { activity } from '../db/activity-schema.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { inboundMessages, notes } from '../db/inbox-schema.ts';
import { invoices, payments } from '../db/invoices-schema.ts';
import { jobs } from '../db/jobs-schema.ts';
import { clients, outbox, quotes, services, vehicles } from '../db/schema.ts';
import { makeDemoActivity } from './demo-activity.ts';
import { makeDemoMessages } from './demo-messages.ts';
import { makeDemoNotes } from './demo-notes.ts';
import type { DemoShop } from './demo-shops.ts';

/**
 * What was said in a shop and what was done: messages, notes, activity. Made from the records that are there, whoever made
 * them: a database that an earlier version filled, or that people have changed since, gets words that fit it.
 */
export async function seedWords(tx: CrmTx, shop: DemoShop, now: Date): Promise<void> {
  const all = {
    clients: await tx.select().from(clients).where(eq(clients.tenantId, shop.id)).orderBy(asc(clients.id)),
    vehicles: await tx.select().from(vehicles).where(eq(vehicles.tenantId, shop.id)).orderBy(asc(vehicles.id)),
    services: await tx.select().from(services).where(eq(services.tenantId, shop.id)).orderBy(asc(services.id)),
    quotes: await tx.select().from(quotes).where(eq(quotes.tenantId, shop.id)).orderBy(asc(quotes.id)),
  };
  if ((await tx.$count(inboundMessages, eq(inboundMessages.tenantId, shop.id))) === 0) {
    const { inbound, outbound } = makeDemoMessages(shop, all, now);
    if (inbound.length > 0) await tx.insert(inboundMessages).values(inbound);
    if (outbound.length > 0) await tx.insert(outbox).values(outbound);
  }
  if ((await tx.$count(notes, eq(notes.tenantId, shop.id))) === 0) {
    const written = makeDemoNotes(shop, { client: all.clients, vehicle: all.vehicles, quote: all.quotes }, now);
    if (written.length > 0) await tx.insert(notes).values(written);
  }
  if ((await tx.$count(activity, eq(activity.tenantId, shop.id))) > 0) return;
  const said = {
    jobs: await tx.select().from(jobs).where(eq(jobs.tenantId, shop.id)).orderBy(asc(jobs.id)),
    invoices: await tx.select().from(invoices).where(eq(invoices.tenantId, shop.id)).orderBy(asc(invoices.id)),
    payments: await tx.select().from(payments).where(eq(payments.tenantId, shop.id)).orderBy(asc(payments.id)),
    notes: await tx.select().from(notes).where(eq(notes.tenantId, shop.id)).orderBy(asc(notes.id)),
    outbox: await tx.select().from(outbox).where(eq(outbox.tenantId, shop.id)).orderBy(asc(outbox.id)),
  };
  const told = makeDemoActivity(shop, { ...all, ...said });
  if (told.length > 0) await tx.insert(activity).values(told);
}
