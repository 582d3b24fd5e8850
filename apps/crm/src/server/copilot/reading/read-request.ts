import type { IntentTurn, ProposalInput, SlotContext } from '@countersign/core';
import { blankSpans, findMoney, findPercents, type PersonName } from '@countersign/server';
import { say } from '../replies/say.ts';
import { findRecordNumbers } from '../slots/record-number.ts';
import { findVehicleWords } from '../slots/vehicle-words.ts';

/** Orders about many at once. What acts on one record never takes them for one. */
const GROUP = /\b(?:all|every|everyone|everybody|each|both|any(?:one|body))\b/iu;

export const isAboutMany = (text: string) => GROUP.test(text);

/** The names of the one client that is meant, the longest first; empty where none is named. */
export function readOneClient(people: readonly PersonName[] | undefined, otherwise: string): { queries: readonly string[] } | { proposal: ProposalInput } {
  const [person, ...others] = people ?? [];
  if (person && others.length > 0) {
    return {
      proposal: say(
        `I do this for one client at a time, ${otherwise}. Tell me about ${person.name} first, then about ${others.map(({ name }) => name).join(' and ')}.`,
      ),
    };
  }
  return { queries: person?.readings ?? [] };
}

/** The car that is named, in the words it is named by. */
export const readCar = (text: string): string | undefined => findVehicleWords(text)[0]?.value;

/** A sentence without the client's name, so that a Mr. Ford is no car. */
export function withoutName(text: string, query: string | undefined): string {
  if (!query) return text;
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  return at === -1 ? text : blankSpans(text, [{ start: at, end: at + query.length }]);
}

/** A sentence without what is no service: names, cars, amounts, numbers. */
export function withoutValues(text: string, query: string | undefined): string {
  const rest = withoutName(text, query);
  return blankSpans(rest, [...findVehicleWords(rest), ...findMoney(rest), ...findPercents(rest), ...findRecordNumbers(rest)]);
}

/** "It", "that", "the quote": something the conversation was about. */
export const isPointing = (text: string) => /\b(?:it|that|this|them)\b/iu.test(text);

/** The latest record of a kind that the conversation was about. */
export const findRecent = (turn: Pick<IntentTurn<unknown>, 'recent'>, panel: string): string | undefined =>
  turn.recent.findLast((record) => record.panel === panel)?.id;

export type ReadingContext = Pick<SlotContext, 'now' | 'timeZone'>;
