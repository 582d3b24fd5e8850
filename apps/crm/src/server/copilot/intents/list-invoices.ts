import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { toInvoiceState } from '../lookups/find-invoice.ts';
import { findPerson } from '../lookups/find-person.ts';
import { type Lookup, lookUp, toLookup } from '../lookups/look-up.ts';
import { findInvoices, type Invoice } from '../lookups/sources.ts';
import { readOneClient } from '../reading/read-request.ts';
import { toMoney } from '../replies/money-words.ts';
import { notAllowed, say, sayIncomplete } from '../replies/say.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { listInvoicesExamples } from './list-invoices-examples.ts';

const name = 'list_invoices';
const LIMIT = 20;

/** Lists the invoices that are overdue, open, paid or drafts; of everybody or of one client. */
export const listInvoicesIntent = defineIntent({
  name,
  title: 'List invoices: “Which invoices are overdue?”',
  answers: true,
  slots: { people: shopPeople },
  ...listInvoicesExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };
type State = 'overdue' | 'open' | 'paid' | 'draft' | 'all';

const states: readonly [State, RegExp][] = [
  ['overdue', /\b(?:over\s?due|past[\s-]?due|late|behind|missed)\b/iu],
  [
    'open',
    /\b(?:open|unpaid|outstanding|owed|owing|owes?|not (?:been )?paid|(?:have|has|is|are)n['’]?t (?:been )?paid|(?:have|has|is|are) not|due|unsettled|pending|waiting on)\b/iu,
  ],
  ['draft', /\bdrafts?\b/iu],
  ['paid', /\b(?:paid|settled)\b/iu],
];

/** Reminding is another thing than listing. */
const ORDER = /\b(?:remind|nudge|chase|send|text|e-?mail)\b/iu;

/** "More than 30 days overdue". */
const DAYS = /\b(\d{1,4})\s+days?\b/iu;

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { text, principal } = turn;
  if (!hasPermission(principal, 'invoices:read')) return notAllowed('see invoices');
  if (ORDER.test(text)) return sayIncomplete('I remind one client of one invoice at a time, so I sent nothing. Tell me whom.');
  const who = readOneClient(turn.slots.people, 'so I looked for none');
  if ('proposal' in who) return who.proposal;
  const days = Number(DAYS.exec(text)?.[1] ?? 0);
  const said = states.find(([, pattern]) => pattern.test(text))?.[0] ?? 'all';
  const state = days > 0 ? 'overdue' : said;
  const input: Lookup<unknown>['input'] = {
    status: state,
    limit: LIMIT,
    ...(days > 0 ? { minDaysOverdue: days + (/\b(?:more than|over|older than|beyond)\b/iu.test(text) ? 1 : 0) } : {}),
  };
  if (who.queries.length === 0) return list(turn, { input, state, whose: '' });
  const found = findPerson(turn, { intent: name, queries: who.queries, otherwise: 'so there is nothing to show' });
  return 'proposal' in found ? found.proposal : list(turn, { input: { ...input, clientId: found.client.id }, state, whose: ` for ${fullName(found.client)}` });
}

function list(turn: IntentTurn<Slots>, { input, state, whose }: { input: Lookup<unknown>['input']; state: State; whose: string }): ProposalInput {
  const looked = lookUp(turn, [toLookup(findInvoices, input)]);
  if ('proposal' in looked) return looked.proposal;
  const { invoices, total, balanceCents } = looked.answers[0];
  const kind = state === 'all' ? '' : `${state} `;
  if (total === 0) return say(`There are no ${kind}invoices${whose}.`);
  const owed = balanceCents > 0 ? `, ${toMoney(balanceCents)} owed` : '';
  return showInvoices(invoices, total, `${total} ${kind}${total === 1 ? 'invoice' : 'invoices'}${whose}${owed}`);
}

/** Invoices as a list of links. */
export function showInvoices(invoices: readonly Invoice[], total: number, title: string): ProposalInput {
  const items = invoices.map((invoice) => ({
    id: invoice.id,
    label: `Invoice ${invoice.number} · ${invoice.clientName}`,
    detail: `${toMoney(invoice.totalCents)} · ${toInvoiceState(invoice)}`,
  }));
  return {
    show: [node('records', { title, panel: 'invoice', items, ...(total > invoices.length ? { more: total - invoices.length } : {}) })],
    calls: [],
    isFinal: true,
  };
}
