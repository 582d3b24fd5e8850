import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findPerson } from '../lookups/find-person.ts';
import { lookUp, toLookup } from '../lookups/look-up.ts';
import { findInvoices, getClientBalance } from '../lookups/sources.ts';
import { readOneClient } from '../reading/read-request.ts';
import { toMoney } from '../replies/money-words.ts';
import { notAllowed, say } from '../replies/say.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { clientBalanceExamples } from './client-balance-examples.ts';
import { showInvoices } from './list-invoices.ts';

const name = 'client_balance';

/** Says what a client owes, or what all of them owe, and on which invoices. */
export const clientBalanceIntent = defineIntent({
  name,
  title: 'Say what a client owes: “How much does the Nguyen account owe us?”',
  answers: true,
  slots: { people: shopPeople },
  ...clientBalanceExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  if (!hasPermission(turn.principal, 'invoices:read')) return notAllowed('see what clients owe');
  const who = readOneClient(turn.slots.people, 'so I looked for none');
  if ('proposal' in who) return who.proposal;
  if (who.queries.length === 0) return sumUp(turn);
  const found = findPerson(turn, { intent: name, queries: who.queries, otherwise: 'so I cannot say what is owed' });
  if ('proposal' in found) return found.proposal;
  const looked = lookUp(turn, [toLookup(getClientBalance, { clientId: found.client.id })]);
  if ('proposal' in looked) return looked.proposal;
  const { balanceCents, overdueCents, invoices } = looked.answers[0];
  const client = fullName(found.client);
  if (balanceCents === 0) return say(`${client} owes nothing.`);
  const overdue = overdueCents === 0 ? 'none of it overdue' : overdueCents === balanceCents ? 'all of it overdue' : `${toMoney(overdueCents)} of it overdue`;
  const text = `${client} owes ${toMoney(balanceCents)}, ${overdue}.`;
  const owed = invoices.filter((invoice) => invoice.balanceCents > 0);
  const listed = showInvoices(owed, owed.length, `${owed.length} open ${owed.length === 1 ? 'invoice' : 'invoices'} for ${client}`);
  return { ...listed, show: [node('message', { role: 'agent', text }), ...(listed.show ?? [])] };
}

/** "How much are we owed?" */
function sumUp(turn: IntentTurn<Slots>): ProposalInput {
  const looked = lookUp(turn, [toLookup(findInvoices, { status: 'open', limit: 20 })]);
  if ('proposal' in looked) return looked.proposal;
  const { invoices, total, balanceCents } = looked.answers[0];
  if (total === 0) return say('Nobody owes us anything.');
  return showInvoices(invoices, total, `${toMoney(balanceCents)} owed on ${total} open ${total === 1 ? 'invoice' : 'invoices'}`);
}
