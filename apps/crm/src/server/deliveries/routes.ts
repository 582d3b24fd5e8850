import type { HostDatabase } from '@countersign/server';
import { type Context, Hono } from 'hono';
import { Deliver, type Delivered, type DeliveryPreview } from '../../shared/delivery.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { Sending } from '../messages/send-text.ts';
import type { TextProvider } from '../messages/text-provider.ts';
import { type Subject, toButtonKey } from './deliver.ts';
import { previewQuote, sendQuote } from './send-quote.ts';
import { previewReminder, sendReminder } from './send-reminder.ts';

/** As long as a call of the tools may take. */
const TIMEOUT_MS = 15_000;

interface DeliveryRoutesOptions {
  database: HostDatabase;
  provider: TextProvider;
}

interface Way {
  preview: (tx: CrmTx, actor: Actor, id: string, input: Deliver) => Promise<DeliveryPreview>;
  send: (tx: CrmTx, actor: Actor, id: string, input: Deliver, sending: Sending) => Promise<Delivered>;
  toSubject: (id: string) => Subject;
}

/** What the buttons of the pages ask for, beside the other routes of invoices: `GET /:id/reminder` says what `POST` would send. */
export const createReminderRoutes = (options: DeliveryRoutesOptions) =>
  createRoutes(options, '/:id/reminder', { preview: previewReminder, send: sendReminder, toSubject: (invoiceId) => ({ invoiceId }) });

/** The same for quotes: `/:id/message`. */
export const createQuoteMessageRoutes = (options: DeliveryRoutesOptions) =>
  createRoutes(options, '/:id/message', { preview: previewQuote, send: sendQuote, toSubject: (quoteId) => ({ quoteId }) });

function createRoutes({ database, provider }: DeliveryRoutesOptions, path: string, { preview, send, toSubject }: Way): Hono<AppEnv> {
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
      const idempotencyKey = toButtonKey(actor, toSubject(idOf(c)), input.channel);
      const sending = { provider, idempotencyKey, signal: AbortSignal.timeout(TIMEOUT_MS) };
      return c.json(await database.transaction(actor, (tx) => send(tx, actor, idOf(c), input, sending)));
    });
}
