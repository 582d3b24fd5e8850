import { type CallResult, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import { z } from 'zod';
import { fullName } from '../../shared/client.ts';
import { formatPhone } from '../../shared/phone.ts';
import { findClientsTool } from '../clients/tools.ts';
import { say } from './say.ts';

type Found = z.output<typeof findClientsTool.output>;
export type FoundClient = Found['clients'][number];

/** The one client that is meant, and which of the queries found it; or what to propose until that is known. */
export type Person = { client: FoundClient; query: string } | { proposal: ProposalInput };

export interface FindPerson {
  /** The intent that asks, for the question "which one?". */
  intent: string;
  /** What the client may be called, the longest reading first. */
  queries: readonly string[];
  /** What follows from nobody being found: "so I sent nothing". */
  otherwise: string;
}

/** The slot of the question "which one?". */
const SLOT = 'client';
const MAX_CHOICES = 8;

/** The calls that look for each reading of a name. They have no effect, so they run side by side. */
export function toSearch(queries: readonly string[]): ProposalInput {
  return { calls: queries.map((query) => ({ tool: findClientsTool.name, input: { query, limit: MAX_CHOICES } })) };
}

/**
 * Finds the one client a sentence is about, against the shop's own clients: first the searches, then, with their results,
 * the client or a question. Never a guess: two of the same name, or a name that is only spelled alike, are asked about.
 */
export function findPerson(turn: IntentTurn<unknown>, { intent, queries, otherwise }: FindPerson): Person {
  const searches = readSearches(turn.results);
  if (searches.length === 0) return { proposal: toSearch(queries) };
  const failure = searches.find((search) => !search.ok);
  if (failure && !failure.ok) return { proposal: say(`I could not look the client up: ${failure.message}`) };
  const best = chooseSearch(searches);
  if (!best) return { proposal: say(`I found no client called ${queries[0]}, ${otherwise}.`) };
  const { clients, total, isExact } = best.found;
  const picked = turn.picked[SLOT];
  if (picked !== undefined) {
    const client = clients.find(({ id }) => id === picked);
    return client ? { client, query: best.query } : { proposal: say(`That client is no longer found under ${best.query}, ${otherwise}.`) };
  }
  const only = isExact ? findOnly(best.found, best.query) : undefined;
  if (only) return { client: only, query: best.query };
  const question = isExact
    ? `Which ${best.query} do you mean?`
    : `I found no client called ${best.query}. Is it ${clients.length === 1 ? 'this one' : 'one of these'}?`;
  const more = total > clients.length ? ` There are ${total - clients.length} more; if it is none of these, ask me again with the full name.` : '';
  const props = { question: question + more, intent, text: turn.text, slot: SLOT, picked: { ...turn.picked }, choices: clients.map(toChoice) };
  return { proposal: { show: [node('question', props)], calls: [], isFinal: true } };
}

type Search = { ok: true; query: string; found: Found } | { ok: false; message: string };

/** What was looked for in this run, and what came of it. */
export function readSearches(results: readonly CallResult[]): Search[] {
  return results
    .filter((result) => result.tool === findClientsTool.name)
    .map((result): Search => {
      if (!result.ok) return { ok: false, message: result.error.message };
      const { query } = z.object({ query: z.string() }).parse(result.input);
      return { ok: true, query, found: findClientsTool.output.parse(result.output) };
    });
}

/** The longest reading that somebody is called; or else the longest that somebody is nearly called. */
export function chooseSearch(searches: readonly Search[]): { query: string; found: Found } | undefined {
  const hits = searches.flatMap((search) => (search.ok && search.found.clients.length > 0 ? [search] : []));
  return hits.find(({ found }) => found.isExact) ?? hits[0];
}

/** The only hit, or the only one of exactly that full name: "Jordan Miles" beside a Jordan Milestone. */
function findOnly({ clients, total }: Found, query: string): FoundClient | undefined {
  if (total === 1) return clients[0];
  const same = clients.filter((client) => fold(fullName(client)) === fold(query));
  return /\s/.test(query.trim()) && same.length === 1 ? same[0] : undefined;
}

const fold = (name: string) => name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();

const toChoice = (client: FoundClient) => {
  const detail = toDetail(client);
  return { value: client.id, label: fullName(client), ...(detail ? { detail } : {}) };
};

/** What tells two clients of one name apart. */
export function toDetail(client: FoundClient): string {
  return [client.phone && formatPhone(client.phone), client.email].filter(Boolean).join(' · ');
}
