import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import { findMoney, money, type PersonName } from '@countersign/server';
import { methodLabels, type PaymentMethod, paymentMethods } from '../../../shared/payment.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findInvoice } from '../lookups/find-invoice.ts';
import { isAboutMany } from '../reading/read-request.ts';
import { ask } from '../replies/choose-one.ts';
import { toMoney } from '../replies/money-words.ts';
import { notAllowed, say } from '../replies/say.ts';
import { recordNumber } from '../slots/record-number.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { recordPaymentExamples } from './record-payment-examples.ts';

const name = 'record_payment';
const otherwise = 'so I recorded nothing';

/** Records money that came in on one invoice, after a button says that it is this invoice, this amount and this way. */
export const recordPaymentIntent = defineIntent({
  name,
  title: 'Record a payment: “Jordan paid $200 in cash on invoice 1042”',
  slots: { people: shopPeople, money, number: recordNumber },
  ...recordPaymentExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

const methods: readonly [PaymentMethod, RegExp][] = [
  ['cash', /\bcash\b/iu],
  ['card', /\b(?:credit |debit )?cards?\b|\b(?:visa|mastercard|amex)\b/iu],
  ['check', /\bche(?:ck|que)s?\b/iu],
  ['transfer', /\b(?:(?:bank |wire )?transfers?|wire[ds]?|ach|zelle|venmo)\b/iu],
];

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { text, principal, slots, picked } = turn;
  if (!hasPermission(principal, 'invoices:write')) return notAllowed('record payments');
  if (isAboutMany(text.replaceAll(/\ball of (?:it|the balance)\b/giu, '')))
    return say('I record one payment at a time, so I recorded nothing. Tell me for which invoice.');
  const amounts = findMoney(text);
  if (amounts.length > 1) return say('I read more than one amount, so I recorded nothing. Tell me one.');
  const found = findInvoice(turn, {
    ...{ intent: name, otherwise, people: slots.people, isPossible: (invoice) => invoice.balanceCents > 0, kind: 'open invoice' },
    missing: 'For which invoice, and how much? Tell me both, such as “Jordan paid $200 in cash on invoice 1042”.',
  });
  if ('proposal' in found) return found.proposal;
  const { invoice } = found;
  if (invoice.balanceCents <= 0) return say(`Nothing is owed on invoice ${invoice.number}, ${otherwise}.`);
  const amountCents = amounts[0]?.value ?? invoice.balanceCents;
  if (amountCents <= 0 || amountCents > invoice.balanceCents)
    return say(`${toMoney(invoice.balanceCents)} is owed on invoice ${invoice.number}, not ${toMoney(amountCents)}, ${otherwise}.`);
  const said = methods.find(([, pattern]) => pattern.test(text))?.[0];
  const method = said ?? paymentMethods.find((known) => known === picked.method);
  const what = `${toMoney(amountCents)} on invoice ${invoice.number} of ${invoice.clientName}`;
  if (!method) {
    const choices = paymentMethods.map((value) => ({ value, label: methodLabels[value] }));
    return ask(turn, { intent: name, slot: 'method', question: `How was it paid, the ${what}?`, choices });
  }
  // Picking the way has named invoice and amount already; a sentence alone has not.
  if (said !== undefined && picked.sure === undefined) {
    const choices = [{ value: 'yes', label: `Record ${toMoney(amountCents)}`, detail: methodLabels[method] }];
    return ask(turn, { intent: name, slot: 'sure', question: `Record a payment of ${what}, ${methodLabels[method].toLowerCase()}?`, choices });
  }
  return { calls: [{ tool: 'record_payment', input: { invoiceId: invoice.id, amountCents, method } }], isFinal: true };
}
