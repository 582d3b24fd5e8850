import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import { findMoney, money, type PersonName } from '@countersign/server';
import { REFUND_LIMIT_CENTS } from '../../../shared/payment.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findInvoice } from '../lookups/find-invoice.ts';
import type { Invoice } from '../lookups/sources.ts';
import { isAboutMany } from '../reading/read-request.ts';
import { ask } from '../replies/choose-one.ts';
import { toMoney } from '../replies/money-words.ts';
import { notAllowed, say } from '../replies/say.ts';
import { recordNumber } from '../slots/record-number.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { refundInvoiceExamples } from './refund-invoice-examples.ts';

const name = 'refund_invoice';
const otherwise = 'so I refunded nothing';

/** Gives money back on one invoice, after somebody approved it. Above their limit managers are told so at once. */
export const refundInvoiceIntent = defineIntent({
  name,
  title: 'Refund money on an invoice, once it is approved: “Refund $40 on invoice 1042”',
  slots: { people: shopPeople, money, number: recordNumber },
  ...refundInvoiceExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

const paidBack = (invoice: Invoice) => invoice.paidCents - invoice.refundedCents;
const WHOLE = /\b(?:in full|full(?: refund| amount)?|whole|everything|entire|total amount|completely)\b/iu;
const REASON = /\b(?:because|since|as|for the reason that|due to|for)\s+(?=(?:the|of|we|he|she|they|it|his|her|their|a|an)\b)(?<reason>[^.!?]{3,200})/iu;

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { text, principal, slots } = turn;
  if (!hasPermission(principal, 'invoices:refund')) return notAllowed('refund money');
  if (isAboutMany(text)) return say('I refund one invoice at a time, so I refunded nothing. Tell me which one and how much.');
  const amounts = findMoney(text);
  if (amounts.length > 1) return say('I read more than one amount, so I refunded nothing. Tell me one.');
  const found = findInvoice(turn, {
    ...{ intent: name, otherwise, people: slots.people, isPossible: (invoice) => paidBack(invoice) > 0, kind: 'paid invoice to refund' },
    missing: 'Which invoice should I refund money on, and how much? Tell me both, such as “Refund $40 on invoice 1042”.',
  });
  if ('proposal' in found) return found.proposal;
  const { invoice } = found;
  const left = paidBack(invoice);
  if (left <= 0)
    return say(`There is nothing to give back on invoice ${invoice.number}: ${invoice.paidCents > 0 ? 'all of it was refunded' : 'nothing was paid'}.`);
  const amountCents = amounts[0]?.value ?? (WHOLE.test(text) || turn.picked.amount === 'all' ? left : undefined);
  if (amountCents === undefined) {
    const choices = [{ value: 'all', label: `All of it, ${toMoney(left)}` }];
    return ask(turn, {
      intent: name,
      slot: 'amount',
      question: `How much of invoice ${invoice.number} should I refund? For a part of it, say the amount.`,
      choices,
    });
  }
  if (amountCents <= 0 || amountCents > left)
    return say(`${toMoney(left)} can be refunded on invoice ${invoice.number}, not ${toMoney(amountCents)}, ${otherwise}.`);
  const limited = toLimitWords(turn, invoice, amountCents);
  if (limited) return say(limited);
  const reason = REASON.exec(text)?.groups?.reason?.trim();
  return { calls: [{ tool: 'refund_invoice', input: { invoiceId: invoice.id, amountCents, ...(reason ? { reason } : {}) } }], isFinal: true };
}

/** The service refuses it as well; here it is said before anybody is asked to approve. */
function toLimitWords({ principal }: IntentTurn<Slots>, invoice: Invoice, amountCents: number): string | undefined {
  if (hasPermission(principal, 'invoices:refund-any') || invoice.refundedCents + amountCents <= REFUND_LIMIT_CENTS) return undefined;
  const before = invoice.refundedCents > 0 ? `; ${toMoney(invoice.refundedCents)} of it was refunded before` : '';
  return `Your role may refund up to ${toMoney(REFUND_LIMIT_CENTS)} on one invoice${before}. Ask an owner of the shop to refund ${toMoney(amountCents)} on invoice ${invoice.number}.`;
}
