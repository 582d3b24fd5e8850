import { randomUUID } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import type { HostDatabase } from '@countersign/server';
import { and, desc, eq, getTableColumns, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../../shared/delivery.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { deliveries } from '../db/invoices-schema.ts';
import { shopDay } from '../quotes/shop-day.ts';

/** What is sent. */
export type Subject = { invoiceId: string } | { quoteId: string };

/** Who wants to send what, by which way. */
export interface Wanted {
  subject: Subject;
  channel: Channel;
  /** As it stands in a sentence: "Quote 1042". */
  name: string;
  recipient: string;
  /** The same for every repeat of one attempt, and no other's. */
  key: string;
}

export interface Claim {
  id: string;
  /** What the provider is to know the message by: of whoever claimed it first. */
  key: string;
  claimedAt: Date;
  /** Was it claimed just now? Otherwise somebody was at it before, and the message may be out. */
  isFresh: boolean;
}

/** How long a claim keeps others away: longer than the call of a tool or the request of a page may take (15 s each). */
const HOLD = sql`now() + interval '20 seconds'`;

/**
 * Claims the one message a day about a record by one way. It commits before anything leaves, so that a process that dies
 * afterwards leaves the claim behind. A claim whose time is over is taken on as it is, under its own key: what the provider has
 * taken already it recognises.
 *
 * @throws {CountersignError} `conflict` when it went out today, or somebody else is at it right now
 */
export async function claimDelivery(outside: HostDatabase, actor: Actor, wanted: Wanted): Promise<Claim> {
  const { subject, channel, name, recipient, key } = wanted;
  const { tenantId, userId } = actor;
  const day = shopDay(actor, new Date());
  return outside.transaction(actor, async (tx) => {
    const by = { sentBy: userId, sentByName: actor.displayName ?? userId };
    const [fresh] = await tx
      .insert(deliveries)
      .values({ tenantId, id: randomUUID(), ...subject, channel, day, status: 'sending', key, heldUntil: HOLD, recipient, ...by })
      .onConflictDoNothing()
      .returning();
    if (fresh) return toClaim(fresh, true);
    const [held] = await tx
      .select({ ...getTableColumns(deliveries), isHeld: sql<boolean>`${deliveries.heldUntil} > now()` })
      .from(deliveries)
      .where(isLive(actor, or(isOwn(key), and(isAbout(subject), eq(deliveries.channel, channel), eq(deliveries.day, day)))))
      .orderBy(desc(isOwn(key)))
      .limit(1)
      .for('update');
    if (held?.status === 'sent') return refuseTwice(name, channel);
    if (!held || (held.key !== key && held.isHeld)) return refuseAtOnce(name, channel);
    await tx.update(deliveries).set({ heldUntil: HOLD }).where(isRow(actor, held.id));
    return toClaim(held, false);
  });
}

/** What became of an attempt, by its key. Null: nothing was claimed, so nothing left. */
export async function findDelivery(tx: CrmTx, actor: Actor, key: string) {
  const [row] = await tx
    .select()
    .from(deliveries)
    .where(isLive(actor, isOwn(key)));
  return row ?? null;
}

/** @throws {CountersignError} `conflict` when it went out that way today, whoever sent it and from wherever */
export async function refuseDelivered(tx: CrmTx, actor: Actor, subject: Subject, { channel, name }: Pick<Wanted, 'channel' | 'name'>): Promise<void> {
  const isToday = and(isAbout(subject), eq(deliveries.channel, channel), eq(deliveries.day, shopDay(actor, new Date())));
  const [row] = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.tenantId, actor.tenantId), isToday, eq(deliveries.status, 'sent')));
  if (row) refuseTwice(name, channel);
}

/** Notes that a message is out. Once, whoever is first to know. */
export async function noteSent(tx: CrmTx, actor: Actor, key: string, { messageId, to }: { messageId: string; to: string }): Promise<void> {
  await tx
    .update(deliveries)
    .set({ status: 'sent', messageId, recipient: to })
    .where(and(isLive(actor, isOwn(key)), eq(deliveries.status, 'sending')));
}

/** Makes room for another attempt: nothing left, says the provider. */
export async function noteFailed(outside: HostDatabase, actor: Actor, { id }: Pick<Claim, 'id'>): Promise<void> {
  await outside.transaction(actor, (tx) => tx.update(deliveries).set({ status: 'failed' }).where(isRow(actor, id)));
}

/** Lets the next one look at once: nobody is at it any more, and what became of it is not known. */
export async function letGo(outside: HostDatabase, actor: Actor, key: string): Promise<void> {
  await outside.transaction(actor, (tx) =>
    tx
      .update(deliveries)
      .set({ heldUntil: sql`now()` })
      .where(isLive(actor, isOwn(key))),
  );
}

function toClaim({ id, key, createdAt }: typeof deliveries.$inferSelect, isFresh: boolean): Claim {
  return { id, key, claimedAt: createdAt, isFresh };
}

const isOwn = (key: string): SQL => eq(deliveries.key, key);
const isRow = (actor: Actor, id: string) => and(eq(deliveries.tenantId, actor.tenantId), eq(deliveries.id, id), eq(deliveries.status, 'sending'));
const isLive = (actor: Actor, which: SQL | undefined) => and(eq(deliveries.tenantId, actor.tenantId), ne(deliveries.status, 'failed'), which);

function isAbout(subject: Subject): SQL {
  return 'invoiceId' in subject ? eq(deliveries.invoiceId, subject.invoiceId) : eq(deliveries.quoteId, subject.quoteId);
}

const toWay = (channel: Channel) => (channel === 'sms' ? 'text' : 'email');

function refuseTwice(name: string, channel: Channel): never {
  throw new CountersignError('conflict', `${name} went out by ${toWay(channel)} today already, so it is not sent again before tomorrow.`);
}

function refuseAtOnce(name: string, channel: Channel): never {
  throw new CountersignError('conflict', `${name} is being sent by ${toWay(channel)} right now, so it is not sent a second time. Look again in a moment.`);
}

/** @throws {CountersignError} `conflict`, always */
export function refuseDoubt(name: string, channel: Channel): never {
  const why = 'somebody was at it, and the provider cannot tell';
  const it = name.charAt(0).toLowerCase() + name.slice(1);
  throw new CountersignError('conflict', `It is not known whether ${it} went out by ${toWay(channel)} today: ${why}. It is not sent again before tomorrow.`);
}
