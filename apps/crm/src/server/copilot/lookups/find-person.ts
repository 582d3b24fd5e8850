import type { IntentTurn, ProposalInput } from '@countersign/core';
import type { z } from 'zod';
import { fullName } from '../../../shared/client.ts';
import { formatPhone } from '../../../shared/phone.ts';
import { findClientsTool } from '../../clients/tools.ts';
import { chooseOne, MAX_CHOICES } from '../replies/choose-one.ts';
import { say } from '../replies/say.ts';
import { type Lookup, lookUp, toLookup } from './look-up.ts';

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
  /** What else will be needed to know: asked in the same step. */
  alongside?: readonly Lookup<unknown>[];
}

/** The slot of the question "which one?". */
const SLOT = 'client';

/** The look-up of one reading of a name. */
export const toClientLookup = (query: string) => toLookup(findClientsTool, { query, limit: MAX_CHOICES });

/**
 * Finds the one client a sentence is about, against the shop's own clients: first the searches, then, with their results,
 * the client or a question. Never a guess: two of the same name, or a name that is only spelled alike, are asked about.
 */
export function findPerson(turn: IntentTurn<unknown>, { intent, queries, otherwise, alongside = [] }: FindPerson): Person {
  const looked = lookUp(turn, [...queries.map(toClientLookup), ...alongside]);
  if ('proposal' in looked) return looked;
  const best = chooseSearch(toSearches(queries, looked.answers as readonly Found[]));
  if (!best) return { proposal: say(`I found no client called ${queries[0]}, ${otherwise}.`) };
  const { clients, total, isExact } = best.found;
  const only = isExact ? findOnly(best.found, best.query) : undefined;
  const question = isExact
    ? `Which ${best.query} do you mean?`
    : `I found no client called ${best.query}. Is it ${clients.length === 1 ? 'this one' : 'one of these'}?`;
  const chosen = chooseOne(turn, {
    ...{ intent, slot: SLOT, otherwise, question, total, isSure: false },
    items: clients,
    toChoice: (client) => ({ label: fullName(client), ...(toDetail(client) ? { detail: toDetail(client) } : {}) }),
  });
  if (only && turn.picked[SLOT] === undefined) return { client: only, query: best.query };
  return 'item' in chosen ? { client: chosen.item, query: best.query } : chosen;
}

interface Search {
  query: string;
  found: Found;
}

/** What each reading found. */
export const toSearches = (queries: readonly string[], found: readonly Found[]): Search[] =>
  queries.flatMap((query, index) => (found[index] ? [{ query, found: found[index] }] : []));

/** The longest reading that somebody is called; or else the longest that somebody is nearly called. */
export function chooseSearch(searches: readonly Search[]): Search | undefined {
  const hits = searches.filter(({ found }) => found.clients.length > 0);
  return hits.find(({ found }) => found.isExact) ?? hits[0];
}

/** The only hit, or the only one of exactly that full name: "Jordan Miles" beside a Jordan Milestone. */
function findOnly({ clients, total }: Found, query: string): FoundClient | undefined {
  if (total === 1) return clients[0];
  const same = clients.filter((client) => fold(fullName(client)) === fold(query));
  return /\s/.test(query.trim()) && same.length === 1 ? same[0] : undefined;
}

const fold = (name: string) => name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** What tells two clients of one name apart. */
export function toDetail(client: FoundClient): string {
  return [client.phone && formatPhone(client.phone), client.email].filter(Boolean).join(' · ');
}
