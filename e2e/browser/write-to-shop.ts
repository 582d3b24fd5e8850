import { createHmac, randomUUID } from 'node:crypto';

/** Shared with the apps of the browser tests, as with a gateway. */
export const inboundSecret = 'the secret of a gateway in browser tests';

/** Hands a text over to a shop as its gateway would: signed, through the product's own route. */
export async function writeToShop(url: string, message: { from: string; body: string; to?: string }): Promise<void> {
  const body = JSON.stringify({ id: randomUUID(), channel: 'sms', to: '+15165550177', ...message });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v1=${createHmac('sha256', inboundSecret).update(`${timestamp}.${body}`).digest('hex')}`;
  const headers = { 'Content-Type': 'application/json', 'X-Inbound-Timestamp': timestamp, 'X-Inbound-Signature': signature };
  const response = await fetch(`${url}/webhooks/messages`, { method: 'POST', headers, body });
  if (response.status !== 201) throw new Error(`The message was not taken: ${response.status} ${await response.text()}`);
}
