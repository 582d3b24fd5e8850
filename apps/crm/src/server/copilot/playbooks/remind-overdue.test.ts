import { type CallResult, defineAgent, emptyView, Proposal, type ProposedCall, type UiNode } from '@countersign/core';
import { createRulesProposer, type RunCause } from '@countersign/server';
import { describe, expect, it } from 'vitest';
import { copilotIntents } from '../intents/index.ts';
import { remindOverdueIntent } from './remind-overdue.ts';

const agent = defineAgent({ name: 'copilot', description: 'Helps the staff.', tools: [], intents: copilotIntents });
const rules = createRulesProposer({ agent, country: 'US' });

type Way = 'sms' | 'email';
const toInvoice = (index: number, reachableBy: Way[] = ['sms', 'email']) => ({
  ...{ id: `invoice-${index}`, number: 1_000 + index, clientName: `Client ${index}`, balanceCents: 10_000, reachableBy },
});
const three = [toInvoice(1), toInvoice(2, ['email']), toInvoice(3, ['sms'])];

interface Playing {
  invoices?: readonly ReturnType<typeof toInvoice>[];
  total?: number;
  roles?: string[];
  named?: boolean;
  /** How the reminders of a page end. */
  settle?: (call: ProposedCall) => Partial<CallResult>;
}

/** The search and the reminders of this plan; whatever else is proposed is another intent's, which is not played on. */
const isOurs = ({ tool, input }: ProposedCall) => tool === 'send_invoice_reminder' || (tool === 'find_invoices' && (input as { limit?: number }).limit === 500);

/** Says it and answers the searches, step after step, until the plan is over. */
async function play(
  text: string,
  { invoices = three, total = invoices.length, roles = ['owner'], named = false, settle = () => ({ ok: true }) }: Playing = {},
) {
  const cause: RunCause = named ? { kind: 'task', task: text, intent: remindOverdueIntent.name } : { kind: 'message', text };
  const results: CallResult[] = [];
  const steps: Proposal[] = [];
  for (let stepIndex = 0; stepIndex < 20; stepIndex += 1) {
    const turn = { ...{ runId: 'r', sessionId: 's', agent, cause, stepIndex, results, now: new Date(), signal: AbortSignal.timeout(5_000) } };
    const principal = { tenantId: 't', userId: 'u', roles, timeZone: 'America/Denver' };
    const step = Proposal.parse(await rules.propose({ ...turn, principal, view: () => Promise.resolve(emptyView) }));
    steps.push(step);
    if (step.isFinal || step.calls.length === 0 || !step.calls.every(isOurs)) break;
    const output = { invoices, total, balanceCents: total * 10_000, currency: 'USD' };
    results.push(...step.calls.map((call) => ({ ...call, output, ...(call.tool === 'find_invoices' ? { ok: true } : settle(call)) }) as CallResult));
  }
  const calls = steps.flatMap((step) => step.calls);
  const reminders = calls.filter(({ tool }) => tool === 'send_invoice_reminder').map(({ input }) => input as { invoiceId: string; channel: Way });
  const searches = calls.filter(({ tool }) => tool === 'find_invoices').map(({ input }) => input);
  return { steps, calls, reminders, searches, words: steps.flatMap(({ show }) => show.map((shown: UiNode) => String(shown.props.text))).join('\n') };
}

describe('a sentence that means all who are late', () => {
  it.each<[string, number]>([
    ['Remind everyone whose invoice is more than 30 days overdue', 31],
    ['remind everybody whose invoice is over 45 days overdue', 46],
    ['Remind all customers whose invoices are at least 30 days overdue', 30],
    ['please remind everyone with an invoice 60+ days overdue', 60],
    ['Send reminders for all unpaid invoices older than 60 days', 61],
    ['send reminders for every invoice that is 90 days or more overdue', 90],
    ['send a reminder to everyone who is more than two weeks late on a payment', 15],
    ['Remind overdue customers', 1],
    ['remind all overdue customers', 1],
    ['remind the overdue customers by email', 1],
    ['send payment reminders to all overdue clients', 1],
    ['Send out reminders to everyone with an overdue invoice', 1],
    ['can you remind everyone who owes us money for more than 30 days', 31],
    ['send everyone with an overdue invoice a reminder', 1],
    ['send everybody whose bill is past due by more than a month a friendly reminder', 31],
    ["remind everyone who hasn't paid for more than thirty days", 31],
    ['nudge everyone whose invoice is 10 days overdue', 10],
    ['chase all unpaid invoices over 30 days', 31],
    ['chase up every customer that is more than 60 days overdue', 61],
    ['follow up with everyone whose payment is more than 20 days overdue', 21],
    ['text everyone with an overdue bill a reminder', 1],
    ['email all clients with unpaid invoices a payment reminder', 1],
    ['Could you send reminders to all customers whose invoices are overdue?', 1],
    ['I want to remind all clients that are 14 days overdue', 14],
    ['let’s remind everyone whose invoice is more than 3 weeks overdue', 22],
    ['reminders for all invoices more than 30 days overdue please', 31],
  ])('%s', async (text, minDaysOverdue) => {
    const played = await play(text);
    expect(played.searches).toEqual([{ status: 'overdue', minDaysOverdue, limit: 500 }]);
    expect(played.reminders.length).toBeGreaterThan(0);
  });

  it.each([
    'Remind Jordan about the overdue invoice',
    'Remind the Nguyens about their unpaid invoices',
    'remind everyone that we are closed on Monday',
    'Remind everyone about the staff party',
    "remind everybody's mother",
    'Which invoices are more than 30 days overdue?',
    'Show me all overdue invoices',
    "Don't remind everyone whose invoice is overdue",
    'Did you remind everyone whose invoice is more than 30 days overdue?',
    'How do I remind all overdue customers?',
    'Delete all invoices more than 30 days overdue',
    'Cancel the reminders for all overdue customers',
    'Remind me to chase all overdue invoices',
    'Remind everyone whose invoice is overdue and delete their records',
  ])('%s: reminds nobody', async (text) => {
    expect((await play(text)).reminders).toEqual([]);
  });

  it.each([
    'Remind everyone whose invoice is over $500',
    'Remind everyone whose invoice is overdue except Jordan',
    'Remind everyone whose invoice is less than 30 days overdue',
    'Remind everyone whose invoice is between 30 and 60 days overdue',
  ])('%s: asks for what it can go by, and searches nothing', async (text) => {
    const { calls, words } = await play(text);
    expect([calls, words]).toEqual([[], expect.stringMatching(/only go by how many days|nothing I can do/)]);
  });
});

describe('the plan', () => {
  const sentence = 'Remind everyone whose invoice is more than 30 days overdue';

  it('says what it found, reminds of each invoice once by the way that is on file, and says of no other that it was', async () => {
    const { steps, reminders, words } = await play(sentence, { invoices: [...three, toInvoice(4, [])] });
    expect(reminders).toEqual([
      { invoiceId: 'invoice-1', channel: 'sms', recipientRole: 'primary' },
      { invoiceId: 'invoice-2', channel: 'email', recipientRole: 'primary' },
      { invoiceId: 'invoice-3', channel: 'sms', recipientRole: 'primary' },
    ]);
    expect(words).toBe(
      '4 invoices are more than 30 days overdue, $400.00 in all. I cannot reach Client 4 (invoice 1004): nothing is on file for that. Nothing goes out before you approve it.',
    );
    expect(steps.at(-1)).toMatchObject({
      isFinal: true,
      progress: { tool: 'send_invoice_reminder', total: 3, title: 'Reminders of invoices more than 30 days overdue' },
    });
  });

  it('goes by the way the sentence names, and leaves out whom it does not reach', async () => {
    const { reminders, words } = await play('Email everyone with an overdue invoice a reminder');
    expect(reminders.map(({ invoiceId, channel }) => `${invoiceId} ${channel}`)).toEqual(['invoice-1 email', 'invoice-2 email']);
    expect(words).toContain('I cannot reach Client 3 (invoice 1003)');
  });

  it('of more than one page asks a page at a time and no invoice twice, whatever was denied', async () => {
    const invoices = Array.from({ length: 120 }, (_, index) => toInvoice(index));
    const denied = { ok: false, error: { code: 'approval_denied', message: 'No.', isRetryable: false } } as const;
    const { steps, reminders, words } = await play(sentence, {
      invoices,
      settle: ({ input }) => ((input as { invoiceId: string }).invoiceId.endsWith('7') ? denied : { ok: true }),
    });
    expect(steps.map(({ calls }) => calls.length)).toEqual([1, 50, 50, 20]);
    expect(reminders.map(({ invoiceId }) => invoiceId)).toEqual(invoices.map(({ id }) => id));
    expect(words.match(/120 invoices/g)).toHaveLength(1);
  });

  it('says so where there are more than it looks at', async () => {
    expect((await play(sentence, { total: 612 })).words).toContain('I begin with the 3 that have waited longest; ask me again for the rest.');
  });

  it('ends with a word where nobody is late, where nobody can be reached, and where the role may not', async () => {
    expect((await play(sentence, { invoices: [] })).words).toBe('No invoice is more than 30 days overdue, so there is nothing to remind of.');
    const unreachable = await play(sentence, { invoices: [toInvoice(1, [])] });
    expect([unreachable.reminders, unreachable.words]).toEqual([
      [],
      '1 invoice is more than 30 days overdue, $100.00 in all. I cannot reach Client 1 (invoice 1001): nothing is on file for that.',
    ]);
    const refused = await play(sentence, { roles: ['technician'] });
    expect([refused.calls, refused.words]).toEqual([[], 'Your role may not send reminders. Ask an owner or a manager of the shop.']);
  });

  it('is found by its name, whatever the words sound like, and still reads the days from them', async () => {
    const { searches } = await play('The morning round: chase all invoices more than 20 days overdue', { named: true });
    expect(searches).toEqual([{ status: 'overdue', minDaysOverdue: 21, limit: 500 }]);
  });
});
