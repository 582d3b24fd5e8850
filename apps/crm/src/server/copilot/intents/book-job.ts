import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import { dates, type PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import type { QuoteView } from '../../../shared/quote.ts';
import { vehicleName } from '../../../shared/vehicle.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findCar, findNamedCar, toCarsLookup } from '../lookups/find-car.ts';
import { findPerson } from '../lookups/find-person.ts';
import { findQuote, findQuoteInHand } from '../lookups/find-quote.ts';
import { catalogueLookup, findServices, toUnknownWords } from '../lookups/find-services.ts';
import { isAboutMany, isPointing, readCar, readOneClient, withoutName, withoutValues } from '../reading/read-request.ts';
import { readTime, toDayWords, toHourWords, toLocal } from '../reading/read-time.ts';
import { ask } from '../replies/choose-one.ts';
import { toEnumeration } from '../replies/money-words.ts';
import { notAllowed, openPanel, say } from '../replies/say.ts';
import { findRecordNumbers, recordNumber } from '../slots/record-number.ts';
import { findServiceWords, serviceWords } from '../slots/service-words.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { vehicleWords } from '../slots/vehicle-words.ts';
import { bookJobExamples } from './book-job-examples.ts';

const name = 'book_job';
const otherwise = 'so I opened nothing';

/** Opens the form of a new job, filled in from a quote or a sentence. Saves nothing; the bay is left to the service. */
export const bookJobIntent = defineIntent({
  name,
  title: 'Open a new job on the calendar, filled in: “Book it for next Tuesday at 10am”',
  slots: { people: shopPeople, services: serviceWords, vehicle: vehicleWords, date: dates, number: recordNumber },
  ...bookJobExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };
type Turn = IntentTurn<Slots>;

function propose(turn: Turn): ProposalInput {
  if (!hasPermission(turn.principal, 'jobs:write')) return notAllowed('plan jobs');
  if (isAboutMany(turn.text)) return say('I plan one job at a time, so I opened nothing.');
  const who = readOneClient(turn.slots.people, otherwise);
  if ('proposal' in who) return who.proposal;
  const when = readWhen(turn);
  if ('proposal' in when) return when.proposal;
  const number = findRecordNumbers(turn.text).find(({ value }) => value.kind !== 'invoice')?.value.number;
  const isQuoted = number !== undefined || /\bquotes?\b|\bestimates?\b/iu.test(turn.text);
  const said = readCar(turn.text);
  const hasOwnWords = said !== undefined || findServiceWords(turn.text).length > 0;
  if (isQuoted || (who.queries.length === 0 && !hasOwnWords)) return bookQuote(turn, { when, number, queries: who.queries });
  if (who.queries.length > 0) return bookPerson(turn, when, who.queries);
  if (said === undefined) return openJob(turn, when, {});
  const found = findNamedCar(turn, { intent: name, said, otherwise });
  return 'proposal' in found
    ? found.proposal
    : openJob(turn, when, { client: { id: found.car.clientId, name: found.car.clientName }, car: { id: found.car.id, name: vehicleName(found.car) } });
}

/** The start of the job, `YYYY-MM-DDTHH:mm`; undefined where the sentence says no day. */
interface When {
  startsAt: string | undefined;
}

/** Hours that are offered where a day was said and no time. */
const hours = ['08:00', '09:00', '10:00', '11:00', '13:00', '14:00', '15:00', '16:00'];

function readWhen(turn: Turn): When | { proposal: ProposalInput } {
  const { timeZone } = turn.principal;
  const { day, time = turn.picked.time } = readTime(turn.text, { now: turn.now, timeZone });
  const now = toLocal(turn.now, timeZone);
  if (day === undefined && time === undefined) return { startsAt: undefined };
  // "At three", said at ten: today. Said at four, tomorrow would be a guess.
  const onDay = day ?? now.slice(0, 10);
  if (onDay < now.slice(0, 10) || (time !== undefined && `${onDay}T${time}` < now))
    return {
      proposal: say(`${toDayWords(onDay)}${time ? ` at ${toHourWords(time)}` : ''} is over already, ${otherwise}. Tell me a time that is still to come.`),
    };
  if (time !== undefined) return { startsAt: `${onDay}T${time}` };
  const choices = hours.filter((hour) => `${onDay}T${hour}` > now).map((hour) => ({ value: hour, label: toHourWords(hour) }));
  if (choices.length === 0) return { startsAt: undefined };
  return { proposal: ask(turn, { intent: name, slot: 'time', question: `At what time on ${toDayWords(onDay)}?`, choices }) };
}

function bookQuote(turn: Turn, { when, number, queries }: { when: When; number: number | undefined; queries: readonly string[] }): ProposalInput {
  const unsaved = turn.panels.findLast((panel) => panel.panel === 'quote' && panel.recordId === undefined && !panel.isComplete);
  if (unsaved && number === undefined && queries.length === 0 && isPointing(turn.text))
    return say('The quote is open and not saved yet. Save it first, then tell me again when to book it.');
  const inHand = number === undefined && queries.length > 0 ? findQuoteInHand(turn, queries) : undefined;
  if (inHand) return 'proposal' in inHand ? inHand.proposal : openQuoted(when, inHand.quote);
  let client: { id: string; name: string } | undefined;
  if (queries.length > 0) {
    const found = findPerson(turn, { intent: name, queries, otherwise });
    if ('proposal' in found) return found.proposal;
    client = { id: found.client.id, name: fullName(found.client) };
  }
  const found = findQuote(turn, { intent: name, otherwise, number, client, states: ['accepted', 'sent', 'draft'] });
  return 'proposal' in found ? found.proposal : openQuoted(when, found.quote);
}

function openQuoted({ startsAt }: When, quote: QuoteView): ProposalInput {
  if (quote.status === 'declined' || quote.status === 'expired') return say(`Quote ${quote.number} is ${quote.status}, ${otherwise}. Write a new one first.`);
  const prefill = {
    clientId: quote.clientId,
    vehicleId: quote.vehicleId,
    quoteId: quote.id,
    lines: quote.lines.map(({ serviceId, priceCents }) => ({ serviceId, priceCents })),
    ...(startsAt ? { startsAt } : {}),
  };
  const services = toEnumeration(quote.lines.map((line) => line.name));
  return openPanel(
    'job',
    prefill,
    `I opened a new job from quote ${quote.number} for ${quote.clientName}’s ${quote.vehicleName}: ${services}${toWhenWords(startsAt)}`,
  );
}

function bookPerson(turn: Turn, when: When, queries: readonly string[]): ProposalInput {
  const found = findPerson(turn, { intent: name, queries, otherwise, alongside: [catalogueLookup, ...queries.map(toCarsLookup)] });
  if ('proposal' in found) return found.proposal;
  const client = { id: found.client.id, name: fullName(found.client) };
  const car = findCar(turn, { intent: name, client, query: found.query, text: withoutName(turn.text, found.query), otherwise });
  if ('proposal' in car) return car.proposal;
  return openJob(turn, when, { client, query: found.query, ...(car.car ? { car: { id: car.car.id, name: vehicleName(car.car) } } : {}) });
}

interface For {
  client?: { id: string; name: string };
  car?: { id: string; name: string };
  query?: string;
}

function openJob(turn: Turn, { startsAt }: When, { client, car, query }: For): ProposalInput {
  const found = findServices(turn, { intent: name, text: withoutValues(turn.text, query), otherwise });
  if ('proposal' in found) return found.proposal;
  const { services, unknown } = found;
  const prefill = {
    ...(client ? { clientId: client.id } : {}),
    ...(car ? { vehicleId: car.id } : {}),
    ...(services.length > 0 ? { lines: services.map(({ id }) => ({ serviceId: id, priceCents: null })) } : {}),
    ...(startsAt ? { startsAt } : {}),
  };
  const whose = client ? ` for ${client.name}${car ? `’s ${car.name}` : ''}` : '';
  const what = services.length > 0 ? `: ${toEnumeration(services.map((service) => service.name))}` : '';
  const gaps = [
    client ? '' : ' Choose the client there.',
    client && !car ? ` ${client.name} has no vehicle on file, and a job needs one.` : '',
    services.length === 0 ? ' Choose the services there.' : '',
  ];
  return openPanel('job', prefill, `I opened a new job${whose}${what}${toWhenWords(startsAt)}${gaps.join('')}${toUnknownWords(unknown)}`);
}

function toWhenWords(startsAt: string | undefined): string {
  const rest = 'Look it over and save it; nothing is saved yet.';
  if (!startsAt) return `. Choose the day and the time there. ${rest}`;
  return `, ${toDayWords(startsAt.slice(0, 10))} at ${toHourWords(startsAt.slice(11))}. ${rest}`;
}
