import { defineIntent, type IntentTurn, node, type ProposalInput, proposeEach } from '@countersign/core';
import { z } from 'zod';
import { Channel } from '../../../shared/delivery.ts';
import { formatMoney } from '../../../shared/money.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { say } from '../replies/say.ts';
import { type Debtors, debtors } from './debtors.ts';
import { remindOverdueExamples } from './remind-overdue-examples.ts';

/** What the plan reads of an invoice. */
const Overdue = z.object({ id: z.string(), number: z.int(), clientName: z.string(), balanceCents: z.int(), reachableBy: z.array(Channel) });
const findInvoices = { name: 'find_invoices', output: z.object({ invoices: z.array(Overdue), total: z.int(), balanceCents: z.int(), currency: z.string() }) };
const REMIND = 'send_invoice_reminder';

/** As many as one search may bring; the rest is said. */
const MOST = 500;

/**
 * Reminds everybody whose invoice is late: one search, then a reminder of each invoice, all of them asked for together. What
 * is on file decides whether it goes by text or by email, unless the sentence says so.
 */
export const remindOverdueIntent = defineIntent({
  name: 'remind_overdue',
  title: 'Remind everybody who is late, each once you approve it: “Remind everyone whose invoice is more than 30 days overdue”',
  slots: { debtors },
  ...remindOverdueExamples,
  propose,
});

function propose(turn: IntentTurn<{ debtors?: Debtors }>): ProposalInput {
  const whom = turn.slots.debtors;
  if (!hasPermission(turn.principal, 'invoices:remind')) return say('Your role may not send reminders. Ask an owner or a manager of the shop.');
  if (!whom) return say('Whom should I remind? Tell me how late, such as “Remind everyone whose invoice is more than 30 days overdue”.');
  if (whom.isMore) return say('I can only go by how many days an invoice is overdue, so I sent nothing. Tell me the days, or remind them one by one.');
  const found = turn.resultOf(findInvoices);
  if (!found) return { calls: [{ tool: findInvoices.name, input: { status: 'overdue', minDaysOverdue: whom.minDaysOverdue, limit: MOST } }] };
  if (!found.ok) return say(`I could not look the invoices up, so I sent nothing. ${found.error.message}`);
  const { invoices, total } = found.output;
  if (total === 0) return say(`No invoice is ${whom.words}, so there is nothing to remind of.`);
  const reminders = invoices.map((invoice) => ({ invoice, channel: chooseChannel(turn.text, invoice.reachableBy) }));
  const inputs = reminders.flatMap(({ invoice, channel }) => (channel ? [{ invoiceId: invoice.id, channel, recipientRole: 'primary' }] : []));
  const show = [node('message', { role: 'agent', text: introduce(whom, found.output, reminders) })];
  const words = { one: 'reminder', many: 'reminders', done: 'sent' };
  const step = proposeEach(turn, { tool: REMIND, inputs, progress: { title: `Reminders of invoices ${whom.words}`, words } });
  if (inputs.length === 0) return { show, isFinal: true };
  if (!step) return { isFinal: true };
  const isFirst = !turn.results.some(({ tool }) => tool === REMIND);
  return isFirst ? { show, ...step } : step;
}

type Found = z.infer<typeof findInvoices.output>;
type Reminder = { invoice: Found['invoices'][number]; channel: Channel | undefined };

/** What was found, before anything of it is asked for. */
function introduce({ words }: Debtors, { invoices, total, balanceCents, currency }: Found, reminders: readonly Reminder[]): string {
  const found = `${total} ${total === 1 ? 'invoice is' : 'invoices are'} ${words}, ${formatMoney(balanceCents, currency)} in all.`;
  const unreachable = reminders.filter(({ channel }) => !channel).map(({ invoice }) => `${invoice.clientName} (invoice ${invoice.number})`);
  const left = unreachable.length === 0 ? '' : ` I cannot reach ${listOf(unreachable)}: nothing is on file for that.`;
  const more = total > invoices.length ? ` I begin with the ${invoices.length} that have waited longest; ask me again for the rest.` : '';
  const next = unreachable.length === reminders.length ? '' : ' Nothing goes out before you approve it.';
  return `${found}${more}${left}${next}`;
}

const SHOWN = 5;

function listOf(all: readonly string[]): string {
  if (all.length === 1) return all[0] ?? '';
  const shown = all.length > SHOWN ? [...all.slice(0, SHOWN), `${all.length - SHOWN} more`] : all;
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** By the way the sentence names, else by text where there is a number, else by email. Undefined: by none of them. */
function chooseChannel(text: string, reachableBy: readonly Channel[]): Channel | undefined {
  const said: Channel | undefined = /\be-?mail/iu.test(text) ? 'email' : /\b(?:text|txt|sms)\b/iu.test(text) ? 'sms' : undefined;
  if (said) return reachableBy.find((channel) => channel === said);
  return reachableBy.includes('sms') ? 'sms' : reachableBy[0];
}
