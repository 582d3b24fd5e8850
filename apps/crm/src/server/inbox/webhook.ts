import { CountersignError } from '@countersign/core';
import type { HostDatabase } from '@countersign/server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type pg from 'pg';
import { InboundMessage } from '../../shared/message.ts';
import type { AppEnv } from '../http/app-env.ts';
import { parseInput, parseJson, requireJson } from '../http/read-input.ts';
import { findShopOfAddress } from './find-shop-of-address.ts';
import { receiveMessage } from './receive-message.ts';
import { toAddress } from './to-address.ts';
import { verifyInbound } from './verify-signature.ts';

const MAX_BYTES = 262_144;

export interface WebhookOptions {
  /** Shared with the gateway. */
  secret: string;
  database: HostDatabase;
  authPool: pg.Pool;
}

/** Where gateways hand over what clients wrote. Nothing of the body is looked at before its signature is. */
export function createWebhookRoutes({ secret, database, authPool }: WebhookOptions): Hono<AppEnv> {
  return new Hono<AppEnv>().post('/messages', bodyLimit({ maxSize: MAX_BYTES, onError: refuseSize }), async (c) => {
    requireJson(c.req);
    const body = new Uint8Array(await c.req.arrayBuffer());
    requireSignature(c, secret, body);
    const message = parseInput(InboundMessage, parseJson(body), 'body');
    const address = toAddress(message.channel, message.to);
    const tenantId = await findShopOfAddress(authPool, address);
    if (!tenantId) throw new CountersignError('not_found', `No shop has the address ${address}.`);
    const shop = { tenantId, userId: 'gateway', roles: [], timeZone: 'UTC' };
    const answer = await database.transaction(shop, (tx) => receiveMessage(tx, shop, message, new Date()));
    return c.json(answer, answer.isNew ? 201 : 200);
  });
}

function requireSignature(c: Context, secret: string, body: Uint8Array): void {
  const [timestamp, signature] = [c.req.header('x-inbound-timestamp'), c.req.header('x-inbound-signature')];
  const verdict = verifyInbound({ secret, timestamp, signature, body, now: new Date() });
  if (verdict === 'genuine') return;
  const why = verdict === 'stale' ? 'The request was signed too long ago, or the clocks differ by more than five minutes.' : 'The signature does not fit.';
  throw new CountersignError('unauthenticated', `${why} See the guide on inbound messages.`);
}

function refuseSize(): never {
  throw new CountersignError('payload_too_large', `The body is larger than ${MAX_BYTES} bytes.`, { details: { maxBytes: MAX_BYTES } });
}
