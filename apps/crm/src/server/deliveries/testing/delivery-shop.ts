import type { OutboxMessage } from '../../../shared/outbox.ts';
import { createOutboxProvider } from '../../messages/outbox-provider.ts';
import type { TextProvider } from '../../messages/text-provider.ts';
import { literalProposer } from '../../testing/call-tool.ts';
import { type Ask, createTestCrm } from '../../testing/create-test-crm.ts';

/** What a test makes of the gateway and the worker. */
export interface Weather {
  /** How the gateway answers the next message: it breaks off before it has taken it, or after. */
  failure: 'none' | 'before' | 'after';
  /** How many calls are still to be struck after their effect and before it is on record: their worker lets the run lie. */
  strikes: number;
  /** What the gateway waits for before it takes a message. */
  gate?: Promise<void>;
  /** What the gateway says to every message. */
  refusal?: Error;
}

/** A shop whose provider of messages fails on demand, with invoices and quotes of clients of their own. */
export async function createDeliveryShop({ recovery = { by: 'key', windowMs: 86_400_000 } }: Partial<Pick<TextProvider, 'recovery'>> = {}) {
  const weather: Weather = { failure: 'none', strikes: 0 };
  const outbox = () => createOutboxProvider(crm.connections.outside);
  const provider: TextProvider = {
    name: 'outbox that fails on demand',
    recovery,
    find: async (sender, key) => (await outbox().find?.(sender, key)) ?? null,
    async send(message) {
      const how = weather.failure;
      weather.failure = 'none';
      await weather.gate;
      if (weather.refusal) throw weather.refusal;
      if (how === 'before') throw new Error('The gateway closed the connection.');
      const sent = await outbox().send(message);
      if (how === 'after') throw new Error('The gateway closed the connection.');
      return sent;
    },
  };
  const crm = await createTestCrm({
    countersign: {
      ...literalProposer,
      worker: { leaseMs: 1_000, heartbeatMs: 250, sweepMs: 250 },
      faults: (point) => {
        if (point !== 'after_effect' || weather.strikes === 0) return;
        weather.strikes -= 1;
        throw new Error('Struck between the effect and the record of it.');
      },
    },
    textProvider: provider,
  });
  await crm.countersign.worker.start();
  const owner = await crm.signIn('owner@north.test');
  return { crm, weather, owner, ...createRecords(owner, (await owner('GET', '/api/services?limit=1')).body.services[0].id) };
}

export type DeliveryShop = Awaited<ReturnType<typeof createDeliveryShop>>;

function createRecords(owner: Ask, serviceId: string) {
  let clients = 0;
  /** A client of their own for every test, with a car. */
  async function client(changes: object = {}) {
    clients += 1;
    const phone = `212-555-${String(1000 + clients)}`;
    const person = { firstName: 'Jordan', lastName: `Miles${clients}`, phone, email: `jordan${clients}@example.com`, ...changes };
    const clientId = (await owner('POST', '/api/clients', person)).body.id;
    const vehicleId = (await owner('POST', '/api/vehicles', { clientId, make: 'Chevrolet', model: 'Tahoe', size: 'xl' })).body.id;
    return { clientId, vehicleId, lines: [{ serviceId, priceCents: 20_000 }] };
  }
  async function invoice(changes: object = {}) {
    const { body } = await owner('POST', '/api/invoices', await client(changes));
    return (await owner('POST', `/api/invoices/${body.id}/issue`, { version: 1 })).body;
  }
  async function quote(changes: object = {}) {
    return (await owner('POST', '/api/quotes', { ...(await client(changes)), discount: '10%' })).body;
  }
  const sentTo = async (clientId: string): Promise<OutboxMessage[]> =>
    (await owner('GET', '/api/outbox?limit=200')).body.messages.filter((message: OutboxMessage) => message.clientId === clientId);
  const press = (path: string, channel = 'sms') => owner('POST', path, { channel });
  return { client, invoice, quote, sentTo, press };
}
