import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { hasPermission } from '../../auth/require-permission.ts';
import { findInvoice } from '../lookups/find-invoice.ts';
import { toClientLookup } from '../lookups/find-person.ts';
import { lookUp } from '../lookups/look-up.ts';
import { chooseChannel, readChannel } from '../reading/read-channel.ts';
import { isAboutMany } from '../reading/read-request.ts';
import { notAllowed, say, sayIncomplete } from '../replies/say.ts';
import { recordNumber } from '../slots/record-number.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { remindInvoiceExamples } from './remind-invoice-examples.ts';

const name = 'remind_invoice';
const otherwise = 'so I sent nothing';

/** Reminds one client of one open invoice, after somebody approved it. Many at once are a playbook of their own. */
export const remindInvoiceIntent = defineIntent({
  name,
  title: 'Remind a client of an open invoice, once you approve it: “Remind the Nguyens about their invoice”',
  slots: { people: shopPeople, number: recordNumber },
  ...remindInvoiceExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { text, principal } = turn;
  if (!hasPermission(principal, 'invoices:remind')) return notAllowed('send reminders');
  if (isAboutMany(text)) return sayIncomplete('I remind one client of one invoice at a time, so I sent nothing. Tell me whom.');
  const found = findInvoice(turn, {
    ...{
      intent: name,
      otherwise,
      people: turn.slots.people,
      isPossible: ({ status, balanceCents }) => status === 'open' && balanceCents > 0,
      kind: 'open invoice',
    },
    missing: 'Whom should I remind? Tell me the client or the invoice, such as “Remind the Nguyens about their invoice”.',
  });
  if ('proposal' in found) return found.proposal;
  const { invoice } = found;
  if (invoice.status !== 'open' || invoice.balanceCents <= 0) return say(`Invoice ${invoice.number} is ${invoice.status}, ${otherwise}.`);
  const contact = findContact(turn, invoice.clientName, invoice.clientId);
  if ('proposal' in contact) return contact.proposal;
  const channel = chooseChannel(readChannel(text), contact);
  if (!channel) return say(`${invoice.clientName} has neither a phone number nor an email on file, ${otherwise}.`);
  return { calls: [{ tool: 'send_invoice_reminder', input: { invoiceId: invoice.id, channel, recipientRole: 'primary' } }], isFinal: true };
}

/** What is on file to reach a client by, for choosing the way; the address itself is the tool's to look up. */
function findContact(
  turn: IntentTurn<Slots>,
  clientName: string,
  clientId: string,
): { phone: string | null; email: string | null } | { proposal: ProposalInput } {
  const looked = lookUp(turn, [toClientLookup(clientName)]);
  if ('proposal' in looked) return looked;
  return looked.answers[0].clients.find(({ id }) => id === clientId) ?? { phone: null, email: null };
}
