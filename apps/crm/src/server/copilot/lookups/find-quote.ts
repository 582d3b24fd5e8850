import type { IntentTurn, ProposalInput } from '@countersign/core';
import { foldWord } from '@countersign/server';
import type { z } from 'zod';
import type { QuoteSummary, QuoteView } from '../../../shared/quote.ts';
import { findQuotesTool, getQuoteTool } from '../../quotes/tools.ts';
import { findRecent } from '../reading/read-request.ts';
import { chooseOne } from '../replies/choose-one.ts';
import { toMoney } from '../replies/money-words.ts';
import { say } from '../replies/say.ts';
import { lookUp, toLookup } from './look-up.ts';

type FoundQuote = z.infer<typeof QuoteSummary>;

export interface FindQuote {
  intent: string;
  otherwise: string;
  /** "quote 1042". */
  number?: number | undefined;
  /** Whose it is, where somebody was named. */
  client?: { id: string; name: string } | undefined;
  /** The states of the quotes that can be meant where none is named. */
  states: readonly QuoteView['status'][];
}

/**
 * The quote a sentence is about: the one with that number, the one of this conversation, or the client's only one. Of
 * several, the one that is picked.
 */
export function findQuote(
  turn: IntentTurn<unknown>,
  { intent, otherwise, number, client, states }: FindQuote,
): { quote: QuoteView } | { proposal: ProposalInput } {
  if (number !== undefined) {
    const looked = lookUp(turn, [toLookup(findQuotesTool, { query: `#${number}`, limit: 10 })]);
    if ('proposal' in looked) return looked;
    const numbered = looked.answers[0].quotes.find((quote) => quote.number === number);
    return numbered ? readQuote(turn, numbered.id) : { proposal: say(`I found no quote ${number}, ${otherwise}.`) };
  }
  const recent = findRecent(turn, 'quote');
  if (recent !== undefined && turn.picked.quote === undefined) {
    const read = readQuote(turn, recent);
    if ('proposal' in read || client === undefined || read.quote.clientId === client.id) return read;
  }
  const looked = lookUp(turn, [toLookup(findQuotesTool, { limit: 20, ...(client ? { clientId: client.id } : { query: '' }) })]);
  if ('proposal' in looked) return looked;
  const possible = looked.answers[0].quotes.filter((quote) => states.includes(quote.status));
  const whose = client ? `${client.name} has no quote for that` : 'I found no quote for that';
  if (possible.length === 0) return { proposal: say(`${whose}, ${otherwise}.`) };
  const chosen = chooseOne(turn, {
    ...{ intent, slot: 'quote', items: possible, toChoice: toQuoteChoice, otherwise },
    question: client ? `Which quote for ${client.name} do you mean?` : 'Which quote do you mean?',
    isSure: client !== undefined,
  });
  return 'item' in chosen ? readQuote(turn, chosen.item.id) : chosen;
}

/** The quote of this conversation, where it is for whoever is named: "Send Jordan the quote" asks for no other Jordan. */
export function findQuoteInHand(turn: IntentTurn<unknown>, queries: readonly string[]): { quote: QuoteView } | { proposal: ProposalInput } | undefined {
  const recent = findRecent(turn, 'quote');
  if (recent === undefined || turn.picked.client !== undefined || turn.picked.quote !== undefined) return undefined;
  const read = readQuote(turn, recent);
  if ('proposal' in read) return read;
  const names = toWords(read.quote.clientName);
  const isNamed = queries.some((query) => toWords(query).every((word) => names.some((name) => name.startsWith(word))));
  return isNamed ? read : undefined;
}

const toWords = (text: string) => [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => foldWord(word));

function readQuote(turn: IntentTurn<unknown>, quoteId: string): { quote: QuoteView } | { proposal: ProposalInput } {
  const looked = lookUp(turn, [toLookup(getQuoteTool, { quoteId })]);
  return 'proposal' in looked ? looked : { quote: looked.answers[0] };
}

export const toQuoteChoice = ({ number, vehicleName, clientName, totalCents, status }: FoundQuote) => ({
  label: `Quote ${number}, ${vehicleName}`,
  detail: `${clientName} · ${toMoney(totalCents)} · ${status}`,
});
