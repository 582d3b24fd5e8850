import { randomUUID } from 'node:crypto';
import type { HostDatabase } from '@countersign/server';
import { type Context, Hono } from 'hono';
import { Deliver, type Delivered, type DeliveryPreview } from '../../shared/delivery.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import { letGo } from './claim-delivery.ts';
import { type Delivering, type DeliveryDesk, isRefusal } from './deliver.ts';
import { previewQuote, sendQuote } from './send-quote.ts';
import { previewReminder, sendReminder } from './send-reminder.ts';

/** As long as a call of the tools may take. */
const TIMEOUT_MS = 15_000;

interface DeliveryRoutesOptions extends DeliveryDesk {
  database: HostDatabase;
}

interface Way {
  preview: (tx: CrmTx, actor: Actor, id: string, input: Deliver) => Promise<DeliveryPreview>;
  send: (tx: CrmTx, actor: Actor, id: string, input: Deliver, sending: Delivering) => Promise<Delivered>;
}

/** What the buttons of the pages ask for, beside the other routes of invoices: `GET /:id/reminder` says what `POST` would send. */
export const createReminderRoutes = (options: DeliveryRoutesOptions) =>
  createRoutes(options, '/:id/reminder', { preview: previewReminder, send: sendReminder });

/** The same for quotes: `/:id/message`. */
export const createQuoteMessageRoutes = (options: DeliveryRoutesOptions) => createRoutes(options, '/:id/message', { preview: previewQuote, send: sendQuote });

function createRoutes({ database, provider, outside }: DeliveryRoutesOptions, path: string, { preview, send }: Way): Hono<AppEnv> {
  const idOf = (c: Context<AppEnv>) => c.req.param('id') ?? '';
  return new Hono<AppEnv>()
    .get(path, async (c) => {
      const { actor } = c.get('member');
      const input = readQuery(c.req, Deliver);
      return c.json(await database.transaction(actor, (tx) => preview(tx, actor, idOf(c), input)));
    })
    .post(path, async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, Deliver);
      const sending = { provider, outside, idempotencyKey: randomUUID(), signal: AbortSignal.timeout(TIMEOUT_MS) };
      try {
        return c.json(await database.transaction(actor, (tx) => send(tx, actor, idOf(c), input, sending)));
      } catch (error) {
        // Whoever presses again need not wait: this attempt is over, whatever became of it.
        if (!isRefusal(error)) await letGo(outside, actor, sending.idempotencyKey);
        throw error;
      }
    });
}
