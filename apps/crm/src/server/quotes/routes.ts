import type { Sql } from '@countersign/server';
import { Hono } from 'hono';
import { ChangeQuoteStatus, CreateQuote, ListQuotes, type QuoteView, UpdateQuote } from '../../shared/quote.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { type PanelRef, readPanel } from '../http/panel-ref.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { RecordRoutesOptions } from '../http/record-routes-options.ts';
import { changeQuoteStatus } from './change-quote-status.ts';
import { createQuote } from './create-quote.ts';
import { getQuote } from './get-quote.ts';
import { listQuotes } from './list-quotes.ts';
import { updateQuote } from './update-quote.ts';

export function createQuoteRoutes({ database, completeGoal }: RecordRoutesOptions): Hono<AppEnv> {
  const complete = async (actor: Actor, panel: PanelRef | undefined, quote: QuoteView, verb: string, sql: Sql) => {
    if (!panel) return;
    const summary = `${verb} quote ${quote.number} for ${quote.clientName}.`;
    await completeGoal(actor, { ...panel, panel: 'quote', recordId: quote.id, summary }, sql);
  };
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListQuotes);
      return c.json(await database.transaction(actor, (tx) => listQuotes(tx, actor, query)));
    })
    .get('/:id', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => getQuote(tx, actor, c.req.param('id'))));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, CreateQuote);
      const quote = await database.transaction(actor, async (tx, sql) => {
        const created = await createQuote(tx, actor, input);
        await complete(actor, panel, created, 'Wrote', sql);
        return created;
      });
      return c.json(quote, 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, UpdateQuote);
      const quote = await database.transaction(actor, async (tx, sql) => {
        const changed = await updateQuote(tx, actor, c.req.param('id'), input);
        await complete(actor, panel, changed, 'Changed', sql);
        return changed;
      });
      return c.json(quote);
    })
    .post('/:id/status', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, ChangeQuoteStatus);
      return c.json(await database.transaction(actor, (tx) => changeQuoteStatus(tx, actor, c.req.param('id'), input)));
    });
}
