import type { Sql } from '@countersign/server';
import { Hono } from 'hono';
import { ChangeInvoice, CreateInvoice, type InvoiceView, ListInvoices, UpdateInvoice } from '../../shared/invoice.ts';
import { RecordPayment, RefundInvoice } from '../../shared/payment.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { type PanelRef, readPanel } from '../http/panel-ref.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { RecordRoutesOptions } from '../http/record-routes-options.ts';
import { createInvoice } from './create-invoice.ts';
import { getClientBalance } from './get-client-balance.ts';
import { getInvoice } from './get-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';
import { listInvoices } from './list-invoices.ts';
import { recordPayment } from './record-payment.ts';
import { refundInvoice } from './refund-invoice.ts';
import { updateInvoice } from './update-invoice.ts';
import { voidInvoice } from './void-invoice.ts';

export function createInvoiceRoutes({ database, completeGoal }: RecordRoutesOptions): Hono<AppEnv> {
  const complete = async (actor: Actor, panel: PanelRef | undefined, invoice: InvoiceView, verb: string, sql: Sql) => {
    if (!panel) return;
    const summary = `${verb} invoice ${invoice.number} for ${invoice.clientName}.`;
    await completeGoal(actor, { ...panel, panel: 'invoice', recordId: invoice.id, summary }, sql);
  };
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListInvoices);
      return c.json(await database.transaction(actor, (tx) => listInvoices(tx, actor, query)));
    })
    .get('/balance/:clientId', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => getClientBalance(tx, actor, c.req.param('clientId'))));
    })
    .get('/:id', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => getInvoice(tx, actor, c.req.param('id'))));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, CreateInvoice);
      const invoice = await database.transaction(actor, async (tx, sql) => {
        const created = await createInvoice(tx, actor, input);
        await complete(actor, panel, created, 'Wrote', sql);
        return created;
      });
      return c.json(invoice, 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, UpdateInvoice);
      const invoice = await database.transaction(actor, async (tx, sql) => {
        const changed = await updateInvoice(tx, actor, c.req.param('id'), input);
        await complete(actor, panel, changed, 'Changed', sql);
        return changed;
      });
      return c.json(invoice);
    })
    .post('/:id/issue', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, ChangeInvoice);
      return c.json(await database.transaction(actor, (tx) => issueInvoice(tx, actor, c.req.param('id'), input)));
    })
    .post('/:id/void', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, ChangeInvoice);
      return c.json(await database.transaction(actor, (tx) => voidInvoice(tx, actor, c.req.param('id'), input)));
    })
    .post('/:id/payments', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, RecordPayment);
      return c.json(await database.transaction(actor, (tx) => recordPayment(tx, actor, c.req.param('id'), input)), 201);
    })
    .post('/:id/refunds', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, RefundInvoice);
      return c.json(await database.transaction(actor, (tx) => refundInvoice(tx, actor, c.req.param('id'), input)), 201);
    });
}
