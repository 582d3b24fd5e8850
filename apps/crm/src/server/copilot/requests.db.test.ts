import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ask, createTestCrm, type TestCrm } from '../testing/create-test-crm.ts';
import { withSuperuser } from '../testing/with-superuser.ts';

/** Every kind of sentence, from the words to the rows: the real copilot by rules, the real services, a real PostgreSQL. */
let crm: TestCrm;
let owner: Ask;
let manager: Ask;
let technician: Ask;
let jordan: { id: string };
let tahoe: { id: string; size: string };
let services: { id: string; name: string; xlCents: number }[];

beforeAll(async () => {
  crm = await createTestCrm();
  await crm.countersign.worker.start();
  [owner, manager, technician] = await Promise.all([crm.signIn('owner@north.test'), crm.signIn('manager@north.test'), crm.signIn('tech@north.test')]);
  jordan = (await owner('POST', '/api/clients', { firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841', email: 'jordan.miles@example.com' })).body;
  const car = { clientId: jordan.id, year: 2021, make: 'Chevrolet', model: 'Tahoe', color: 'Black', size: 'xl' };
  tahoe = (await owner('POST', '/api/vehicles', car)).body;
  services = (await owner('GET', '/api/services?limit=200&state=active')).body.services;
});
afterAll(() => crm.close());

interface Node {
  type: string;
  props: Record<string, unknown>;
}

interface Said {
  status: string;
  sessionId: string;
  runId: string;
  nodes: (Node & { key: string })[];
  words: string;
}

async function startSession(ask: Ask): Promise<string> {
  return (await ask('POST', '/agent/sessions', { agent: 'copilot' })).body.sessionId;
}

/** Says something and waits until its run rests. */
async function say(ask: Ask, text: string, { sessionId, pick }: { sessionId?: string; pick?: { key: string; value: string } } = {}): Promise<Said> {
  const id = sessionId ?? (await startSession(ask));
  const posted = await ask('POST', `/agent/sessions/${id}/messages`, { text, clientMessageId: crypto.randomUUID(), ...(pick ? { pick } : {}) });
  expect(posted.status, JSON.stringify(posted.body)).toBe(202);
  const { runId, seq } = posted.body;
  return read(ask, { sessionId: id, runId, after: seq });
}

async function read(ask: Ask, { sessionId, runId, after }: { sessionId: string; runId: string; after: number }): Promise<Said> {
  for (let tries = 0; tries < 800; tries += 1) {
    const { body: run } = await ask('GET', `/agent/runs/${runId}`);
    if (!['pending', 'running'].includes(run.status)) {
      const { body } = await ask('GET', `/agent/sessions/${sessionId}/events?after=${after}&limit=1000`, undefined, { accept: 'application/json' });
      const nodes = body.events.flatMap((event: { type: string; key: string; node: Node }) =>
        event.type === 'ui.append' ? [{ ...event.node, key: event.key }] : [],
      );
      const words = nodes.map(({ props }: Node) => String(props.text ?? props.question ?? props.title ?? '')).join('\n');
      return { status: run.status, sessionId, runId, nodes, words };
    }
    await delay(25);
  }
  throw new Error(`The run ${runId} did not come to rest within 20 s.`);
}

const panelOf = ({ nodes }: Said) =>
  nodes.find(({ type }) => type === 'panel-open-command')?.props as { panel: string; prefill: Record<string, unknown> } | undefined;
const receiptsOf = ({ nodes }: Said) => nodes.filter(({ type }) => type === 'receipt').map(({ props }) => props.text);
const questionOf = ({ nodes }: Said) => {
  const asked = nodes.find(({ type }) => type === 'question');
  return asked && { key: asked.key, ...(asked.props as { question: string; choices: { value: string; label: string }[] }) };
};

/** Approves what a run waits for, and waits until it rests again. */
async function approve(ask: Ask, { sessionId, runId }: Said): Promise<Said> {
  const { body } = await ask('GET', '/agent/approvals');
  const request = body.approvals.find((approval: { runId: string }) => approval.runId === runId);
  const decisions = request.items.map(({ itemId }: { itemId: string }) => ({ itemId, decision: 'approve' }));
  const decided = await ask('POST', '/agent/approvals/decisions', { requestId: request.requestId, decisions });
  expect(decided.status, JSON.stringify(decided.body)).toBe(200);
  return read(ask, { sessionId, runId, after: 0 });
}

const priceOf = (name: string) => services.find((service) => service.name === name)?.xlCents ?? expect.unreachable(name);
const idOf = (name: string) => services.find((service) => service.name === name)?.id ?? expect.unreachable(name);

/** Says the sentence of a new quote and saves the form as it was filled in, as the page does. */
async function saveQuote(ask: Ask): Promise<{ sessionId: string; quote: { id: string; number: number; totalCents: number } }> {
  const said = await say(ask, 'New quote for Jordan Miles: full interior detail and ceramic coating on the Tahoe, 10% off');
  const command = said.nodes.find(({ type }) => type === 'panel-open-command');
  const saved = await ask('POST', '/api/quotes', panelOf(said)?.prefill, { 'x-countersign-panel': `${said.sessionId}/${command?.key}` });
  expect(saved.status, JSON.stringify(saved.body)).toBe(201);
  return { sessionId: said.sessionId, quote: saved.body };
}

/** The demo shop is busy: calls off what is planned in one bay that day. */
async function freeBay(day: string): Promise<void> {
  const { body } = await owner('GET', `/api/jobs?from=${day}&to=${day}&status=scheduled&limit=200`);
  const [first] = body.jobs;
  for (const job of body.jobs.filter(({ bayId }: { bayId: string }) => bayId === first.bayId)) {
    expect((await owner('POST', `/api/jobs/${job.id}/status`, { version: job.version, status: 'cancelled' })).status).toBe(200);
  }
}

describe('a quote', () => {
  test('opens filled in, priced from the catalogue for the size of the car, and nothing is saved', async () => {
    const before = (await owner('GET', `/api/quotes?clientId=${jordan.id}`)).body.total;
    const said = await say(owner, 'New quote for Jordan Miles: full interior detail and ceramic coating on the Tahoe, 10% off');
    expect(said.status).toBe('completed');
    const lines = [idOf('Full Interior Detail'), idOf('Ceramic Coating')].map((serviceId) => ({ serviceId, priceCents: null }));
    expect(panelOf(said)).toEqual({ panel: 'quote', prefill: { clientId: jordan.id, vehicleId: tahoe.id, lines, discount: '10%' } });
    expect((await owner('GET', `/api/quotes?clientId=${jordan.id}`)).body.total).toBe(before);
    const sum = priceOf('Full Interior Detail') + priceOf('Ceramic Coating');
    expect(said.words).toContain(`$${((sum * 0.9) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })} in all`);
  });

  test('once saved is what "it" means: booked with its lines, and saved as a job', async () => {
    const { sessionId, quote } = await saveQuote(owner);
    const said = await say(owner, 'Book it for next Tuesday at 10am', { sessionId });
    const panel = panelOf(said);
    expect(panel).toMatchObject({
      panel: 'job',
      prefill: { clientId: jordan.id, vehicleId: tahoe.id, quoteId: quote.id, startsAt: expect.stringMatching(/T10:00$/) },
    });
    expect(panel?.prefill.bayId).toBeUndefined();
    expect(new Date(`${String(panel?.prefill.startsAt)}Z`).getUTCDay()).toBe(2);
    await freeBay(String(panel?.prefill.startsAt).slice(0, 10));
    const job = await owner('POST', '/api/jobs', panel?.prefill);
    expect(job, JSON.stringify(job.body)).toMatchObject({
      status: 201,
      body: { quoteId: quote.id, startsAtLocal: panel?.prefill.startsAt, totalCents: quote.totalCents },
    });
  });

  test('is sent by text once, after an approval', async () => {
    const { sessionId, quote } = await saveQuote(manager);
    const asked = await say(manager, 'Send Jordan the quote by text', { sessionId });
    expect(asked.status).toBe('awaiting_approval');
    const sent = await approve(manager, asked);
    expect(receiptsOf(sent).at(-1)).toContain(`Sent quote ${quote.number} to Jordan Miles by text`);
    expect((await manager('GET', `/api/quotes/${quote.id}`)).body.status).toBe('sent');
    const again = await say(manager, 'Send Jordan the quote by text', { sessionId });
    expect(again.status).toBe('completed');
    expect(again.nodes.find(({ type }) => type === 'receipt')?.props).toMatchObject({ replayed: true });
  });

  test('of somebody who has several is asked about, and the picked one is sent', async () => {
    await saveQuote(owner);
    const asked = await say(owner, 'Email Jordan the quote');
    const question = questionOf(asked);
    expect(question).toMatchObject({ question: 'Which quote for Jordan Miles do you mean?' });
    const pick = { key: question?.key ?? '', value: question?.choices[0]?.value ?? '' };
    const picked = await say(owner, question?.choices[0]?.label ?? '', { sessionId: asked.sessionId, pick });
    expect(picked.status).toBe('awaiting_approval');
  });
});

describe('a job', () => {
  test('is marked as done, at once, with a receipt', async () => {
    const { body } = await owner('GET', '/api/jobs?q=henderson');
    expect(body.jobs).toMatchObject([{ status: 'scheduled' }]);
    const said = await say(technician, 'Mark the Henderson job done');
    expect(said.status).toBe('completed');
    expect(receiptsOf(said)).toEqual([`Marked job ${body.jobs[0].number} for Grace Henderson as done.`]);
    expect((await owner('GET', `/api/jobs/${body.jobs[0].id}`)).body.status).toBe('done');
    expect((await say(technician, 'Mark the Henderson job done')).words).toContain('done already');
  });

  test('that may be one of several is asked about', async () => {
    const startsAt = (day: number) => `2031-03-0${day}T10:00`;
    for (const day of [3, 4])
      await owner('POST', '/api/jobs', { clientId: jordan.id, vehicleId: tahoe.id, lines: [{ serviceId: idOf('Full Detail') }], startsAt: startsAt(day) });
    const asked = await say(owner, 'Mark the Miles job done');
    const question = questionOf(asked);
    expect(question?.question).toBe('Which job is it?');
    const choice = question?.choices.at(-1);
    const done = await say(owner, choice?.label ?? '', { sessionId: asked.sessionId, pick: { key: question?.key ?? '', value: choice?.value ?? '' } });
    expect(receiptsOf(done)[0]).toContain('as done');
    expect((await owner('GET', `/api/jobs/${choice?.value}`)).body.status).toBe('done');
  });

  test('is shown on the calendar of its day', async () => {
    const day = '2031-03-10';
    await owner('POST', '/api/jobs', { clientId: jordan.id, vehicleId: tahoe.id, lines: [{ serviceId: idOf('Full Detail') }], startsAt: `${day}T10:00` });
    const said = await say(technician, `What's on the calendar on March 10, 2031?`);
    expect(said.nodes).toMatchObject([{ type: 'records', props: { panel: 'job', items: [{ label: '10:00 AM · Jordan Miles' }] } }]);
  });
});

describe('invoices', () => {
  test('that are overdue are listed, and what the Nguyens owe is told', async () => {
    const { body } = await owner('GET', '/api/invoices?status=overdue');
    const listed = await say(owner, 'Which invoices are overdue?');
    expect(listed.nodes[0]?.props.title).toContain(`${body.total} overdue invoices`);
    const owed = (await owner('GET', '/api/invoices?status=open&q=nguyen')).body;
    const told = await say(manager, 'How much does the Nguyen account owe us?');
    expect(told.words).toContain(`owes $${(owed.balanceCents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`);
  });

  test('are refunded on after an approval, and above the limit a manager is told so', async () => {
    const before = (await owner('GET', '/api/invoices?q=1042')).body.invoices.find((invoice: { number: number }) => invoice.number === 1042);
    const asked = await say(manager, 'Refund $40 on invoice 1042');
    expect(asked.status).toBe('awaiting_approval');
    expect((await owner('GET', `/api/invoices/${before.id}`)).body.refundedCents).toBe(before.refundedCents);
    const approver = (await approveRefund(manager, asked)) ?? (await approve(owner, asked));
    expect(receiptsOf(approver)[0]).toContain('Refunded $40.00');
    expect((await owner('GET', `/api/invoices/${before.id}`)).body.refundedCents).toBe(before.refundedCents + 4_000);
    const refused = await say(manager, 'Refund $150 on invoice 1042');
    expect(refused.status).toBe('completed');
    expect(refused.words).toMatch(/Your role may refund up to \$100\.00|can be refunded on invoice 1042/);
    expect((await owner('GET', `/api/invoices/${before.id}`)).body.refundedCents).toBe(before.refundedCents + 4_000);
  });

  test('are reminded of once, after an approval', async () => {
    const asked = await say(owner, 'Remind the Nguyens about their invoice');
    const question = questionOf(asked);
    const waiting = question
      ? await say(owner, 'that one', { sessionId: asked.sessionId, pick: { key: question.key, value: question.choices[0]?.value ?? '' } })
      : asked;
    expect(waiting.status, waiting.words).toBe('awaiting_approval');
    expect(receiptsOf(await approve(owner, waiting)).at(-1)).toContain('Reminded Mai Nguyen of invoice');
  });

  test('take a payment once a button says so', async () => {
    const [invoice] = (await owner('GET', '/api/invoices?status=open&q=nguyen')).body.invoices;
    const asked = await say(owner, `Record a payment of $10 in cash on invoice ${invoice.number}`);
    const question = questionOf(asked);
    expect((await owner('GET', `/api/invoices/${invoice.id}`)).body.paidCents).toBe(invoice.paidCents);
    const done = await say(owner, 'yes', { sessionId: asked.sessionId, pick: { key: question?.key ?? '', value: 'yes' } });
    expect(receiptsOf(done)).toHaveLength(1);
    expect((await owner('GET', `/api/invoices/${invoice.id}`)).body.paidCents).toBe(invoice.paidCents + 1_000);
  });
});

describe('records', () => {
  test('are found by what they are, prices are told, messages listed', async () => {
    const opened = await say(owner, "Open Jordan's Tahoe");
    expect(opened.nodes).toMatchObject([{ type: 'records', props: { panel: 'vehicle', opens: true, items: [{ id: tahoe.id }] } }]);
    expect((await say(owner, 'Open Jordan Miles')).nodes).toMatchObject([
      { type: 'records', props: { panel: 'client', opens: true, items: [{ id: jordan.id }] } },
    ]);
    // What is only looked for is shown, and nobody is taken anywhere.
    for (const text of ['Find Jordan Miles', "Show me Jordan's Tahoe"]) expect((await say(owner, text)).nodes[0]?.props).not.toHaveProperty('opens');
    expect((await say(technician, 'What do we charge for a ceramic coating on a truck?')).words).toContain('Ceramic Coating on a truck: $');
    const { body } = await owner('GET', '/api/conversations/waiting');
    const waiting = await say(owner, 'What messages are waiting?');
    expect(waiting.words).toMatch(body.conversations > 0 ? /waiting for an answer/ : /No message is waiting/);
    const added = await say(owner, 'Add a 2019 silver Honda Accord for Jordan Miles');
    expect(panelOf(added)).toEqual({ panel: 'vehicle', prefill: { clientId: jordan.id, year: '2019', make: 'Honda', model: 'Accord', color: 'Silver' } });
  });

  test('of which there are several are asked about', async () => {
    const question = questionOf(await say(owner, "Open the Tahoe's record"));
    expect(question?.question).toContain('Which Tahoe do you mean?');
    expect(question?.choices.length).toBeGreaterThan(1);
  });
});

test.each([
  'New quote for Jordan Miles: full detail',
  'Which invoices are overdue?',
  'How much does the Nguyen account owe us?',
  'Send Jordan the quote by text',
  'Refund $40 on invoice 1042',
  'Remind the Nguyens about their invoice',
  'Book Jordan for a full detail on Friday at 2',
  'Jordan paid $20 in cash',
  'Add a car for Jordan Miles',
])('a technician is told that the role may not: %s', async (text) => {
  const said = await say(technician, text);
  expect(said.words).toMatch(/Your role may not/);
  expect(said.nodes.every(({ type }) => type === 'message')).toBe(true);
});

test.each(['Delete all invoices', 'Refund everyone', 'Cancel all jobs tomorrow'])('says that it does no such thing, and writes nothing: %s', async (text) => {
  const rows =
    'select (select count(*) from crm.invoices) as invoices, (select count(*) from crm.payments) as payments, (select max(updated_at) from crm.jobs) as jobs';
  const count = () => withSuperuser(crm.database, (sql) => sql(rows));
  const before = await count();
  const said = await say(owner, text);
  expect(said.words).toMatch(/so I changed nothing|so I refunded nothing/);
  expect(await count()).toEqual(before);
});

/** Where whoever asks may not approve, somebody else does. */
async function approveRefund(ask: Ask, said: Said): Promise<Said | undefined> {
  const { body } = await ask('GET', '/agent/approvals');
  return body.approvals.some((approval: { runId: string }) => approval.runId === said.runId) ? approve(ask, said) : undefined;
}
