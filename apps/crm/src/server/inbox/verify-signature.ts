import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clocks may be apart, and how long a request that was overheard stays good. What is repeated within it is known by its id. */
const TOLERANCE_MS = 300_000;

interface SignedRequest {
  secret: string;
  /** Seconds since 1970, as the header has them. */
  timestamp: string | undefined;
  /** `v1=` and 64 hexadecimal digits. */
  signature: string | undefined;
  /** The body, byte for byte. */
  body: Uint8Array;
  now: Date;
}

/** Was a request signed by who knows the secret, lately? The time is part of what is signed. */
export function verifyInbound({ secret, timestamp, signature, body, now }: SignedRequest): 'genuine' | 'stale' | 'forged' {
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return 'forged';
  const expected = Buffer.from(signInbound(secret, timestamp, body));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return Math.abs(now.getTime() - Number(timestamp) * 1_000) > TOLERANCE_MS ? 'stale' : 'genuine';
}

/** The signature of a body at a time: what a gateway sends along. */
export function signInbound(secret: string, timestamp: string, body: Uint8Array): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}
