import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PaymentView } from '../../shared/payment.ts';
import { approve, callTool, findRequest, literalProposer, readReceipts } from '../testing/call-tool.ts';
import { type Ask, createTestCrm, type TestCrm } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let owner: Ask;
let manager: Ask;
let technician: Ask;
let clientId: string;
let vehicleId: string;
let serviceId: string;

beforeAll(async () => {
  crm = await createTestCrm({ countersign: literalProposer });
  await crm.countersign.worker.start();
  owner = await crm.signIn('owner@north.test');
  manager = await crm.signIn('manager@north.test');
  technician = await crm.signIn('tech@north.test');
  clientId = (await owner('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841' })).body.id;
  vehicleId = (await owner('POST', '/api/vehicles', { clientId, make: 'Chevrolet', model: 'Tahoe', size: 'xl' })).body.id;
  serviceId = (await owner('GET', '/api/services?limit=1')).body.services[0].id;
});
afterAll(() => crm.close());

/** An invoice over $200.00 that is paid. */
async function paid() {
  const { body } = await owner('POST', '/api/invoices', { clientId, vehicleId, lines: [{ serviceId, priceCents: 20_000 }] });
  await owner('POST', `/api/invoices/${body.id}/issue`, { version: 1 });
  return (await owner('POST', `/api/invoices/${body.id}/payments`, { amountCents: 20_000, method: 'card' })).body;
}
const refundsOf = async (id: string): Promise<PaymentView[]> =>
  (await owner('GET', `/api/invoices/${id}`)).body.payments.filter((payment: PaymentView) => payment.kind === 'refund');

test('the whole life of an invoice through the tools, each with a receipt that says the sums', async () => {
  const created = await callTool(manager, 'create_invoice', { clientId, vehicleId, lines: [{ serviceId, priceCents: 12_000 }], discount: '10%' });
  expect(created).toMatchObject({ status: 'completed', call: { output: { status: 'draft', totalCents: 10_800 } } });
  const { id: invoiceId, number } = created.call.output;
  expect(await readReceipts(manager, created.sessionId)).toEqual([`Wrote invoice ${number} for Jordan Miles over $108.00.`]);
  expect((await callTool(manager, 'update_invoice', { invoiceId, discount: null })).call.output).toMatchObject({ totalCents: 12_000 });
  const issued = await callTool(manager, 'issue_invoice', { invoiceId });
  expect(await readReceipts(manager, issued.sessionId)).toEqual([`Issued invoice ${number}: Jordan Miles owes $120.00.`]);
  expect((await callTool(manager, 'get_client_balance', { clientId })).call.output).toMatchObject({
    balanceCents: 12_000,
    overdueCents: 0,
    invoices: [{ number }],
  });
  const part = await callTool(manager, 'record_payment', { invoiceId, amountCents: 5_000, method: 'cash' });
  expect(await readReceipts(manager, part.sessionId)).toEqual([`Recorded $50.00 from Jordan Miles on invoice ${number}. $70.00 is still owed.`]);
  expect((await callTool(manager, 'record_payment', { invoiceId, amountCents: 7_001, method: 'cash' })).call).toMatchObject({
    status: 'failed',
    error: { code: 'conflict' },
  });
  expect((await callTool(manager, 'find_invoices', { query: String(number) })).call.output).toMatchObject({ total: 1, balanceCents: 7_000, currency: 'USD' });
  expect((await callTool(manager, 'find_invoices', { status: 'overdue', minDaysOverdue: 31 })).call.output.total).toBeGreaterThanOrEqual(3);
  expect((await callTool(manager, 'get_invoice', { invoiceId })).call.output).toMatchObject({ balanceCents: 7_000, payments: [{ amountCents: 5_000 }] });
});

test('a refund waits for a human, shows what the invoice is like then, and is made exactly once', async () => {
  const invoice = await paid();
  const asked = await callTool(manager, 'refund_invoice', { invoiceId: invoice.id, amountCents: 4_000, reason: 'Streaks' });
  expect(asked.status).toBe('awaiting_approval');
  expect(await refundsOf(invoice.id)).toEqual([]);
  const request = await findRequest(manager, asked.runId);
  expect(request.items).toMatchObject([
    {
      title: `Refund $40.00 on invoice ${invoice.number} to Jordan Miles`,
      risk: 'irreversible',
      preview: { amountCents: 4_000, method: 'Card', paidCents: 20_000, refundedCents: 4_000, keptCents: 16_000, balanceCents: 0, reason: 'Streaks' },
    },
  ]);
  const decision = { requestId: request.requestId, decisions: [{ itemId: request.items[0].itemId, decision: 'approve' }] };
  expect((await technician('POST', '/agent/approvals/decisions', decision)).status).toBeGreaterThanOrEqual(403);
  const twice = await Promise.all([1, 2].map(() => manager('POST', '/agent/approvals/decisions', decision)));
  expect(twice.some((answer) => answer.status === 200)).toBe(true);
  await expect
    .poll(() => refundsOf(invoice.id), { timeout: 10_000 })
    .toMatchObject([{ amountCents: 4_000, method: 'card', reason: 'Streaks', by: 'Malik Osei' }]);
  await expect
    .poll(() => readReceipts(manager, asked.sessionId), { timeout: 10_000 })
    .toEqual([`Refunded $40.00 to Jordan Miles on invoice ${invoice.number}.`]);
  expect(await refundsOf(invoice.id)).toHaveLength(1);
});

test('a manager above the limit is refused before anybody is asked; an owner is asked', async () => {
  const invoice = await paid();
  const refused = await callTool(manager, 'refund_invoice', { invoiceId: invoice.id, amountCents: 10_001 });
  expect(refused).toMatchObject({
    status: 'completed_with_failures',
    call: { status: 'failed', error: { code: 'permission_denied', message: expect.stringMatching(/up to \$100\.00 .*only an owner/) } },
  });
  expect(await findRequest(manager, refused.runId)).toBeUndefined();
  const asked = await callTool(owner, 'refund_invoice', { invoiceId: invoice.id, amountCents: 10_001 });
  expect(asked.status).toBe('awaiting_approval');
  expect(await approve(owner, asked.runId)).toMatchObject({ status: 'completed', call: { output: { refundedCents: 10_001 } } });
});

test('what an owner asked for above the limit is not a manager’s to approve, nor are two refunds that are above it together', async () => {
  const invoice = await paid();
  const asked = await callTool(owner, 'refund_invoice', { invoiceId: invoice.id, amountCents: 10_001 });
  const request = await findRequest(owner, asked.runId);
  expect(await findRequest(manager, asked.runId)).toBeUndefined();
  const decide = (decision: string) =>
    manager('POST', '/agent/approvals/decisions', { requestId: request.requestId, decisions: [{ itemId: request.items[0].itemId, decision }] });
  for (const decision of ['approve', 'deny'])
    expect(await decide(decision)).toMatchObject({ status: 403, body: { error: { message: expect.stringContaining('takes more than you may do yourself') } } });
  expect(await refundsOf(invoice.id)).toEqual([]);

  const other = await paid();
  const within = await callTool(owner, 'refund_invoice', { invoiceId: other.id, amountCents: 6_000 });
  await owner('POST', `/api/invoices/${other.id}/refunds`, { amountCents: 5_000 });
  expect(await findRequest(manager, within.runId)).toBeUndefined();
  const small = await callTool(owner, 'refund_invoice', { invoiceId: other.id, amountCents: 4_000 });
  expect(await approve(owner, small.runId, manager)).toMatchObject({ status: 'completed' });
  expect(await refundsOf(other.id)).toHaveLength(2);
});

test('a refund that has come to be above the limit while it waited is refused at execution', async () => {
  const invoice = await paid();
  const asked = await callTool(manager, 'refund_invoice', { invoiceId: invoice.id, amountCents: 6_000 });
  await owner('POST', `/api/invoices/${invoice.id}/refunds`, { amountCents: 5_000 });
  expect(await findRequest(manager, asked.runId)).toBeUndefined();
  expect(await approve(manager, asked.runId, owner)).toMatchObject({
    status: 'completed_with_failures',
    call: { status: 'failed', error: { code: 'permission_denied', message: expect.stringContaining('$50.00 of it was refunded before') } },
  });
  expect(await refundsOf(invoice.id)).toHaveLength(1);
});

test('an invoice that changed while a refund waited is asked about again, with what it is like now', async () => {
  const invoice = await paid();
  const asked = await callTool(owner, 'refund_invoice', { invoiceId: invoice.id, amountCents: 4_000 });
  await owner('POST', `/api/invoices/${invoice.id}/refunds`, { amountCents: 1_000 });
  expect((await approve(owner, asked.runId)).status).toBe('awaiting_approval');
  expect(await refundsOf(invoice.id)).toHaveLength(1);
  const { body } = await owner('GET', '/agent/approvals');
  const waiting = body.approvals.filter(
    (approval: { runId: string; items: { status: string }[] }) => approval.runId === asked.runId && approval.items[0]?.status === 'pending',
  );
  expect(waiting).toMatchObject([{ items: [{ preview: { refundedCents: 5_000, keptCents: 15_000 } }] }]);
});

test('voiding waits for a human; an invoice that holds money is not even asked about', async () => {
  const invoice = await paid();
  expect((await callTool(owner, 'void_invoice', { invoiceId: invoice.id })).call).toMatchObject({ status: 'failed', error: { code: 'conflict' } });
  const { body } = await owner('POST', '/api/invoices', { clientId, vehicleId, lines: [{ serviceId, priceCents: 5_000 }] });
  const asked = await callTool(owner, 'void_invoice', { invoiceId: body.id });
  expect(asked.status).toBe('awaiting_approval');
  expect((await owner('GET', `/api/invoices/${body.id}`)).body.status).toBe('draft');
  expect(await approve(owner, asked.runId)).toMatchObject({ call: { status: 'succeeded', output: { status: 'void' } } });
});

test('as a technician the copilot knows nothing of invoices', async () => {
  const invoice = await paid();
  for (const [tool, input] of [
    ['find_invoices', {}],
    ['get_invoice', { invoiceId: invoice.id }],
    ['get_client_balance', { clientId }],
    ['create_invoice', { clientId, lines: [{ serviceId, priceCents: 1 }] }],
    ['update_invoice', { invoiceId: invoice.id, notes: 'x' }],
    ['issue_invoice', { invoiceId: invoice.id }],
    ['record_payment', { invoiceId: invoice.id, amountCents: 1, method: 'cash' }],
    ['refund_invoice', { invoiceId: invoice.id, amountCents: 1 }],
    ['void_invoice', { invoiceId: invoice.id }],
    ['send_invoice_reminder', { invoiceId: invoice.id, channel: 'sms' }],
    ['send_quote', { quoteId: invoice.id, channel: 'sms' }],
  ] as const) {
    expect((await callTool(technician, tool, input)).call, tool).toMatchObject({ status: 'denied', error: { code: 'permission_denied' } });
  }
});
