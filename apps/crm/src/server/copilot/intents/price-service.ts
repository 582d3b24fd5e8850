import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { formatDuration, priceFor } from '../../../shared/service.ts';
import { sizeLabels, type VehicleSize, vehicleName, vehicleSizes } from '../../../shared/vehicle.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findCar, toCarsLookup } from '../lookups/find-car.ts';
import { findPerson } from '../lookups/find-person.ts';
import { catalogueLookup, type FoundService, findServices } from '../lookups/find-services.ts';
import { readOneClient, withoutName, withoutValues } from '../reading/read-request.ts';
import { toMoney } from '../replies/money-words.ts';
import { notAllowed, say, sayIncomplete } from '../replies/say.ts';
import { serviceWords } from '../slots/service-words.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { vehicleWords } from '../slots/vehicle-words.ts';
import { priceServiceExamples } from './price-service-examples.ts';

const name = 'price_service';

/** Says what a service of the catalogue costs: for a kind of car, for a client's car, or for each size. */
export const priceServiceIntent = defineIntent({
  name,
  title: 'Say what a service costs: “What do we charge for a ceramic coating on a truck?”',
  answers: true,
  slots: { people: shopPeople, services: serviceWords, vehicle: vehicleWords },
  ...priceServiceExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

/** What people call cars of a size. Some words say two. */
const kinds: readonly [RegExp, readonly VehicleSize[]][] = [
  [/\b(?:extra[\s-]large|xl|full[\s-]size|mini\s?vans?|vans?)\b/iu, ['xl']],
  [/\b(?:large|big)\b/iu, ['large']],
  [/\b(?:trucks?|pick\s?ups?|suvs?|crossovers?)\b/iu, ['large', 'xl']],
  [/\b(?:small|compacts?|coupes?|hatchbacks?|convertibles?|roadsters?|sports? cars?)\b/iu, ['small']],
  [/\b(?:medium|mid[\s-]?size(?:d)?|sedans?|wagons?)\b/iu, ['medium']],
];

function propose(turn: IntentTurn<Slots>): ProposalInput {
  if (!hasPermission(turn.principal, 'services:read')) return notAllowed('see prices');
  const otherwise = 'so I cannot say what it costs';
  const who = readOneClient(turn.slots.people, otherwise);
  if ('proposal' in who) return who.proposal;
  const { queries } = who;
  let client: { id: string; name: string; query: string } | undefined;
  if (queries.length > 0) {
    const found = findPerson(turn, { intent: name, queries, otherwise, alongside: [catalogueLookup, ...queries.map(toCarsLookup)] });
    if ('proposal' in found) return found.proposal;
    client = { id: found.client.id, name: fullName(found.client), query: found.query };
  }
  const found = findServices(turn, { intent: name, text: withoutValues(turn.text, client?.query), otherwise });
  if ('proposal' in found) return found.proposal;
  if (found.services.length === 0)
    return found.unknown.length > 0
      ? say(`I found no ${found.unknown.map((words) => `“${words}”`).join(' and ')} in the catalogue.`)
      : sayIncomplete('Which service? Name one of the catalogue, such as “ceramic coating”.');
  if (!client) return say(found.services.map((service) => toPrices(service, turn.text)).join('\n'));
  const car = findCar(turn, { intent: name, client, query: client.query, text: withoutName(turn.text, client.query), otherwise });
  if ('proposal' in car) return car.proposal;
  if (!car.car) return say(found.services.map((service) => toPrices(service, turn.text)).join('\n'));
  const { size } = car.car;
  const whose = `${client.name}’s ${vehicleName(car.car)} (${sizeLabels[size].toLowerCase()})`;
  return say(
    found.services.map((service) => `${service.name} on ${whose}: ${toMoney(priceFor(service, size))}, ${formatDuration(service.durationMinutes)}.`).join('\n'),
  );
}

function toPrices(service: FoundService, text: string): string {
  const kind = kinds.map(([pattern, sizes]) => ({ said: pattern.exec(text)?.[0], sizes })).find(({ said }) => said !== undefined);
  const sizes = kind?.sizes ?? vehicleSizes;
  const prices = sizes.map((size) => `${toMoney(priceFor(service, size))} (${sizeLabels[size].toLowerCase()})`);
  const list = prices.length === 2 ? prices.join(' or ') : prices.join(', ');
  return `${service.name}${kind ? ` on a ${kind.said?.replace(/s$/u, '')}` : ''}: ${list}. It takes ${formatDuration(service.durationMinutes)}.`;
}
