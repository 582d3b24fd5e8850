import { vehicleName } from '../../shared/vehicle.ts';
import type { inboundMessages } from '../db/inbox-schema.ts';
import type { clients, outbox, vehicles } from '../db/schema.ts';
import { createRandom, DAY_MS, toDaytime, toUuid } from './demo-random.ts';
import type { DemoShop } from './demo-shops.ts';
import { endedThreads, strangers, type Thread, waitingThreads } from './demo-threads.ts';

export type NewInbound = typeof inboundMessages.$inferInsert;
export type NewOutbound = typeof outbox.$inferInsert;
type ClientRow = Pick<typeof clients.$inferSelect, 'id' | 'firstName' | 'phone' | 'email'>;
type VehicleRow = Pick<typeof vehicles.$inferSelect, 'clientId' | 'year' | 'make' | 'model'>;

const MINUTE_MS = 60_000;
/** How far back they reach, and how many days those that wait are spread over. */
const REACH_DAYS = 75;
const WAITING_DAYS = 2.2;

interface Conversation {
  /** What makes it one of its kind. */
  name: string;
  client: ClientRow | null;
  address: string;
  car: string;
  thread: Thread;
  /** When it ended. */
  end: Date;
  isWaiting: boolean;
}

/**
 * What a third of the clients, and some strangers, wrote to a demo shop, and what it wrote back. Made from the clients as
 * they are in the database, so that one that an earlier version filled gets its messages as well.
 */
export function makeDemoMessages(
  shop: DemoShop,
  { clients: all, vehicles: cars }: { clients: readonly ClientRow[]; vehicles: readonly VehicleRow[] },
  now: Date,
): { inbound: NewInbound[]; outbound: NewOutbound[] } {
  const random = createRandom(`${shop.id}/messages`);
  // The Jordan of the other shop is nobody's pen friend: tests count what was sent to one of that name.
  const people = all.filter((client, index) => index % 3 === 0 && client.phone && client.email && client.firstName !== 'Jordan');
  const conversations = people.map((client, index): Conversation => {
    const thread = waitingThreads[index];
    const chosen = thread ?? (endedThreads[(index - waitingThreads.length) % endedThreads.length] as Thread);
    const ageDays = thread ? ((index + 0.3) / waitingThreads.length) * WAITING_DAYS : 1 + random() ** 1.5 * REACH_DAYS;
    const car = cars.find((one) => one.clientId === client.id);
    return {
      name: client.id,
      client,
      address: (chosen.channel === 'sms' ? client.phone : client.email) ?? '',
      car: car ? vehicleName({ ...car, year: null }) : 'car',
      thread: chosen,
      end: toDaytime(new Date(now.getTime() - ageDays * DAY_MS), shop.timeZone),
      isWaiting: thread !== undefined,
    };
  });
  conversations.push(
    ...strangers.map(({ from, thread }, index) => ({
      name: `stranger/${index}`,
      client: null,
      address: thread.channel === 'sms' ? `+1${shop.areaCodes[0]}555${from}` : from,
      car: 'car',
      thread,
      end: toDaytime(new Date(now.getTime() - (0.4 + index) * DAY_MS), shop.timeZone),
      isWaiting: !thread.isDone,
    })),
  );
  const made = conversations.map((one) => write(shop, one, random));
  return { inbound: made.flatMap((one) => one.inbound), outbound: made.flatMap((one) => one.outbound) };
}

function write(shop: DemoShop, { name, client, address, car, thread, end, isWaiting }: Conversation, random: () => number) {
  const { channel, turns } = thread;
  const answering = shop.staff.filter(({ role }) => role !== 'technician');
  const person = answering[Math.floor(random() * answering.length)] ?? shop.staff[0];
  if (!person) throw new RangeError(`${shop.id} has no staff to answer.`);
  const fill = (text: string) => text.replaceAll('{name}', client?.firstName ?? '').replaceAll('{car}', car);
  const subject = thread.subject ? fill(thread.subject) : null;
  const inbound: NewInbound[] = [];
  const outbound: NewOutbound[] = [];
  // Backwards from its end, some minutes between two turns.
  let at = end.getTime();
  const times = turns.map(() => {
    const time = at;
    at -= Math.round((3 + random() * 40) * MINUTE_MS);
    return new Date(time);
  });
  times.reverse();
  turns.forEach((turn, index) => {
    const body = fill(turn.slice(2));
    const time = times[index] ?? end;
    const id = toUuid(`${shop.id}/message/${name}/${index}`);
    const base = { tenantId: shop.id, id, channel, body };
    if (turn.startsWith('>')) {
      const reply = subject && index > 0 ? `Re: ${subject}` : subject;
      const by = { sentBy: person.id, sentByName: person.name };
      const sent = { recipient: address, clientId: client?.id ?? null, status: 'sent', idempotencyKey: `demo/${id}`, createdAt: time } as const;
      outbound.push({ ...base, ...sent, ...by, subject: reply });
      return;
    }
    const answer = turns.findIndex((later, at) => at > index && later.startsWith('>'));
    const handledAt = answer === -1 ? (isWaiting ? null : new Date(time.getTime() + 9 * MINUTE_MS)) : (times[answer] ?? null);
    const handled = handledAt && { handledAt, handledAs: answer === -1 ? 'done' : 'answered', handledBy: person.id, handledByName: person.name };
    inbound.push({
      ...base,
      providerId: `demo/${id}`,
      sender: address,
      clientId: client?.id ?? null,
      subject: index > 0 && subject ? `Re: ${subject}` : subject,
      receivedAt: time,
      storedAt: time,
      ...(handled as Partial<NewInbound> | null),
    });
  });
  return { inbound, outbound };
}
