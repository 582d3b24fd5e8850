import type { IntentTurn, ProposalInput } from '@countersign/core';
import type { z } from 'zod';
import { listServicesTool } from '../../services/tools.ts';
import { chooseOne } from '../replies/choose-one.ts';
import { findServiceWords } from '../slots/service-words.ts';
import { lookUp, toLookup } from './look-up.ts';
import { matchServices } from './match-services.ts';

export type FoundService = z.output<typeof listServicesTool.output>['services'][number];

/** The shop's own catalogue. */
export const catalogueLookup = toLookup(listServicesTool, {});

export interface FoundServices {
  services: readonly FoundService[];
  /** What sounds like a service and is none of the catalogue. */
  unknown: readonly string[];
}

/** The services of the catalogue that a sentence names, in its order. One that may be several is asked about. */
export function findServices(
  turn: IntentTurn<unknown>,
  { intent, text, otherwise }: { intent: string; text: string; otherwise: string },
): FoundServices | { proposal: ProposalInput } {
  const looked = lookUp(turn, [catalogueLookup]);
  if ('proposal' in looked) return looked;
  const named = matchServices(text, looked.answers[0].services);
  const services: FoundService[] = [];
  for (const { value: candidates, words, start } of named) {
    const chosen = chooseOne(turn, {
      ...{ intent, slot: `service ${start}`, otherwise },
      items: candidates,
      toChoice: ({ name, description }) => ({ label: name, ...(description ? { detail: description } : {}) }),
      question: `Which service is “${words}”?`,
    });
    if ('proposal' in chosen) return chosen;
    if (!services.includes(chosen.item)) services.push(chosen.item);
  }
  const unknown = findServiceWords(text).filter((said) => named.every(({ start, end }) => end <= said.start || start >= said.end));
  return { services, unknown: unknown.map(({ value }) => value) };
}

/** Says of what was named and is not offered that it was left out. */
export const toUnknownWords = (unknown: readonly string[]) =>
  unknown.length === 0
    ? ''
    : ` I found no ${unknown.map((words) => `“${words}”`).join(' and ')} in the catalogue, so ${unknown.length === 1 ? 'it is' : 'they are'} not on it.`;
