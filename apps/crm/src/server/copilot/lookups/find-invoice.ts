import type { IntentTurn, ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { findRecent, readOneClient } from '../reading/read-request.ts';
import { toDayWords } from '../reading/read-time.ts';
import { chooseOne } from '../replies/choose-one.ts';
import { toMoney } from '../replies/money-words.ts';
import { say, sayIncomplete } from '../replies/say.ts';
import { findRecordNumbers } from '../slots/record-number.ts';
import { findPerson } from './find-person.ts';
import { lookUp, toLookup } from './look-up.ts';
import { findInvoices, type Invoice } from './sources.ts';

export interface FindInvoice {
  intent: string;
  otherwise: string;
  people: readonly PersonName[] | undefined;
  /** Which invoices can be meant where none is named by its number. */
  isPossible: (invoice: Invoice) => boolean;
  /** What there is none of, as in "Jordan Miles has no open invoice". */
  kind: string;
  /** What to say where neither a number nor a client is named. */
  missing: string;
}

/** The invoice a sentence is about: by its number, the one of this conversation, or of a client the only one that can be meant. */
export function findInvoice(turn: IntentTurn<unknown>, wanted: FindInvoice): { invoice: Invoice } | { proposal: ProposalInput } {
  const { intent, otherwise, people, isPossible, kind, missing } = wanted;
  const number = findRecordNumbers(turn.text).find(({ value }) => value.kind === undefined || value.kind === 'invoice')?.value.number;
  if (number !== undefined) {
    const looked = lookUp(turn, [toLookup(findInvoices, { query: `#${number}`, limit: 10 })]);
    if ('proposal' in looked) return looked;
    const invoice = looked.answers[0].invoices.find((candidate) => candidate.number === number);
    return invoice ? { invoice } : { proposal: say(`I found no invoice ${number}, ${otherwise}.`) };
  }
  const who = readOneClient(people, otherwise);
  if ('proposal' in who) return who;
  if (who.queries.length === 0) return findRecentInvoice(turn, missing);
  const found = findPerson(turn, { intent, queries: who.queries, otherwise });
  if ('proposal' in found) return found;
  const looked = lookUp(turn, [toLookup(findInvoices, { clientId: found.client.id, limit: 50 })]);
  if ('proposal' in looked) return looked;
  const possible = looked.answers[0].invoices.filter(isPossible);
  const name = fullName(found.client);
  if (possible.length === 0) return { proposal: say(`${name} has no ${kind}, ${otherwise}.`) };
  const chosen = chooseOne(turn, {
    intent,
    slot: 'invoice',
    items: possible,
    toChoice: toInvoiceChoice,
    otherwise,
    question: `Which invoice of ${name} do you mean?`,
  });
  return 'item' in chosen ? { invoice: chosen.item } : chosen;
}

/** "It" is the invoice that the conversation was about last. */
function findRecentInvoice(turn: IntentTurn<unknown>, missing: string): { invoice: Invoice } | { proposal: ProposalInput } {
  const recent = findRecent(turn, 'invoice');
  if (recent === undefined) return { proposal: sayIncomplete(missing) };
  const looked = lookUp(turn, [toLookup(findInvoices, { query: '', limit: 50 })]);
  if ('proposal' in looked) return looked;
  const invoice = looked.answers[0].invoices.find(({ id }) => id === recent);
  return invoice ? { invoice } : { proposal: sayIncomplete(missing) };
}

export function toInvoiceChoice(invoice: Invoice): { label: string; detail: string } {
  return { label: `Invoice ${invoice.number}, ${toMoney(invoice.totalCents)}`, detail: [invoice.clientName, toInvoiceState(invoice)].join(' · ') };
}

/** What stands of an invoice, as people say it. */
export function toInvoiceState({ status, isOverdue, daysOverdue, balanceCents, dueOn }: Invoice): string {
  if (isOverdue) return `${toMoney(balanceCents)} owed, ${daysOverdue} ${daysOverdue === 1 ? 'day' : 'days'} overdue`;
  return status === 'open' ? `${toMoney(balanceCents)} owed, due ${toDayWords(dueOn)}` : status;
}
