import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import { dates, findDates, findMoney, findPercents, money, type PersonName, percent } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { type Discount, formatDiscount, toDiscountText, toTotals } from '../../../shared/quote-totals.ts';
import { priceFor } from '../../../shared/service.ts';
import { vehicleName } from '../../../shared/vehicle.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { type FoundCar, findCar, findNamedCar, toCarsLookup } from '../lookups/find-car.ts';
import { findPerson } from '../lookups/find-person.ts';
import { catalogueLookup, type FoundService, findServices, toUnknownWords } from '../lookups/find-services.ts';
import { type ReadingContext, readCar, readOneClient, withoutName, withoutValues } from '../reading/read-request.ts';
import { toEnumeration, toMoney } from '../replies/money-words.ts';
import { notAllowed, openPanel } from '../replies/say.ts';
import { serviceWords } from '../slots/service-words.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { vehicleWords } from '../slots/vehicle-words.ts';
import { createQuoteExamples } from './create-quote-examples.ts';

const name = 'create_quote';
const otherwise = 'so I opened nothing';

/** Opens the form of a new quote, filled in from the sentence and the catalogue. Saves nothing. */
export const createQuoteIntent = defineIntent({
  name,
  title: 'Open a new quote, filled in: “New quote for Jordan Miles: full interior detail and ceramic coating on the Tahoe, 10% off”',
  slots: { people: shopPeople, services: serviceWords, vehicle: vehicleWords, percent, money, date: dates },
  ...createQuoteExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  if (!hasPermission(turn.principal, 'quotes:write')) return notAllowed('write quotes');
  const who = readOneClient(turn.slots.people, otherwise);
  if ('proposal' in who) return who.proposal;
  const said = readCar(turn.text);
  if (who.queries.length > 0) return quotePerson(turn, who.queries);
  if (said !== undefined) {
    const found = findNamedCar(turn, { intent: name, said, otherwise });
    return 'proposal' in found ? found.proposal : openQuote(turn, { client: { id: found.car.clientId, name: found.car.clientName }, car: found.car });
  }
  return openQuote(turn, {});
}

function quotePerson(turn: IntentTurn<Slots>, queries: readonly string[]): ProposalInput {
  const found = findPerson(turn, { intent: name, queries, otherwise, alongside: [catalogueLookup, ...queries.map(toCarsLookup)] });
  if ('proposal' in found) return found.proposal;
  const client = { id: found.client.id, name: fullName(found.client) };
  const car = findCar(turn, { intent: name, client, query: found.query, text: withoutName(turn.text, found.query), otherwise });
  return 'proposal' in car ? car.proposal : openQuote(turn, { client, car: car.car, query: found.query });
}

interface For {
  client?: { id: string; name: string };
  car?: FoundCar | undefined;
  query?: string;
}

function openQuote(turn: IntentTurn<Slots>, { client, car, query }: For): ProposalInput {
  const found = findServices(turn, { intent: name, text: withoutValues(turn.text, query), otherwise });
  if ('proposal' in found) return found.proposal;
  const ctx = { now: turn.now, timeZone: turn.principal.timeZone };
  const terms = readTerms(turn.text, ctx);
  const { services } = found;
  // A price that was said is that of the only service; the catalogue's is left to the form, so that another car has another.
  const priceCents = services.length === 1 ? terms.priceCents : undefined;
  const prefill = {
    ...(client ? { clientId: client.id } : {}),
    ...(car ? { vehicleId: car.id } : {}),
    ...(services.length > 0 ? { lines: services.map(({ id }) => ({ serviceId: id, priceCents: priceCents ?? null })) } : {}),
    ...(terms.discount ? { discount: toDiscountText(terms.discount) } : {}),
    ...(terms.validUntil ? { validUntil: terms.validUntil } : {}),
  };
  const words = [
    client ? `I opened a new quote for ${client.name}${car ? `’s ${vehicleName(car)}` : ''}` : 'I opened a new quote',
    services.length > 0 ? `: ${toSum(services, { car, discount: terms.discount, priceCents })}` : '',
    '. Look it over and save it; nothing is saved yet.',
    client ? '' : ' Choose the client and the vehicle there.',
    client && !car ? ` ${client.name} has no vehicle on file, and a quote needs one.` : '',
    services.length === 0 && found.unknown.length === 0 ? ' Choose the services there.' : '',
    toUnknownWords(found.unknown),
  ];
  return openPanel('quote', prefill, words.join(''));
}

/** "Full Detail ($456.00) and Ceramic Coating ($1,140.00), 10% off: $1,436.40 in all". */
function toSum(
  services: readonly FoundService[],
  { car, discount, priceCents }: { car: FoundCar | undefined; discount: Discount; priceCents: number | undefined },
): string {
  const off = discount ? `, ${formatDiscount(discount, 'USD')} off` : '';
  if (!car) return `${toEnumeration(services.map((service) => service.name))}${off}`;
  const prices = services.map((service) => priceCents ?? priceFor(service, car.size));
  const lines = toEnumeration(services.map((service, index) => `${service.name} (${toMoney(prices[index] ?? 0)})`));
  const isPlain = services.length === 1 && !discount;
  return `${lines}${off}${isPlain ? '' : `, ${toMoney(toTotals(prices, discount).totalCents)} in all`}`;
}

const OFF = /^\s*(?:off|discount|less|rebate|reduction)/iu;
const DISCOUNT_OF = /\b(?:discount(?:\s+of)?|minus|less|take|knock|taking|deduct|rebate of|reduce(?:d)? by)\s*$/iu;
const VALID = /\b(?:valid|good|open|holds?|stands?|expires?|expiring|until|till|through)\s+(?:\p{L}+\s+)?$/iu;

interface Terms {
  discount: Discount;
  priceCents: number | undefined;
  validUntil: string | undefined;
}

/** What is taken off, what it is to cost, how long it holds. */
function readTerms(text: string, ctx: ReadingContext): Terms {
  const [share] = findPercents(text);
  const amounts = findMoney(text);
  const off = amounts.find(({ start, end }) => OFF.test(text.slice(end)) || DISCOUNT_OF.test(text.slice(0, start)));
  const discount: Discount =
    share && share.value > 0 && share.value <= 100
      ? { kind: 'percent', percent: share.value }
      : off && off.value > 0
        ? { kind: 'amount', cents: off.value }
        : null;
  const until = findDates(text, ctx).find(({ start, value }) => value.day !== undefined && VALID.test(text.slice(0, start)));
  return { discount, priceCents: amounts.find((amount) => amount !== off)?.value, validUntil: until?.value.day };
}
