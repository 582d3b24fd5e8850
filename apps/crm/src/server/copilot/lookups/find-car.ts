import type { IntentTurn, ProposalInput } from '@countersign/core';
import type { z } from 'zod';
import { vehicleName } from '../../../shared/vehicle.ts';
import { findVehiclesTool } from '../../vehicles/tools.ts';
import { readCar } from '../reading/read-request.ts';
import { chooseOne } from '../replies/choose-one.ts';
import { say } from '../replies/say.ts';
import { readVehicleDetails } from '../slots/vehicle-details.ts';
import { type Lookup, lookUp, toLookup } from './look-up.ts';
import { matchVehicles } from './match-vehicles.ts';

type Cars = z.output<typeof findVehiclesTool.output>;
export type FoundCar = Cars['vehicles'][number];

const LIMIT = 50;

/** The cars of whoever is called so: asked along with the client, so that no step is spent on them. */
export const toCarsLookup = (query: string): Lookup<Cars> => toLookup(findVehiclesTool, { query, limit: LIMIT });

export interface FindCar {
  intent: string;
  /** Whose it is, and the reading of the name under which the cars were asked for. */
  client: { id: string; name: string };
  query: string;
  /** The sentence without the client's name. */
  text: string;
  otherwise: string;
}

/** The car of a client that a sentence is about: the one that is named, or the only one. `car` is undefined where the client has none on file. */
export function findCar(
  turn: IntentTurn<unknown>,
  { intent, client, query, text, otherwise }: FindCar,
): { car: FoundCar | undefined } | { proposal: ProposalInput } {
  const listed = listCars(turn, client.id, query);
  if ('proposal' in listed) return listed;
  const { cars } = listed;
  if (cars.length === 0) return { car: undefined };
  const named = matchVehicles(text, cars);
  const said = readCar(text);
  const isStrange = named.length === 0 && said !== undefined;
  const chosen = chooseOne(turn, {
    ...{ intent, slot: 'vehicle', otherwise },
    items: named.length > 0 ? named : cars,
    toChoice: toCarChoice,
    question: isStrange ? `${client.name} has no ${said} on file. Which vehicle is it?` : `Which vehicle of ${client.name} is it?`,
    isSure: !isStrange,
  });
  return 'item' in chosen ? { car: chosen.item } : chosen;
}

function listCars(turn: IntentTurn<unknown>, clientId: string, query: string): { cars: FoundCar[] } | { proposal: ProposalInput } {
  const byName = lookUp(turn, [toCarsLookup(query)]);
  if ('proposal' in byName) return byName;
  const [found] = byName.answers;
  if (found.isExact && found.total <= found.vehicles.length) return { cars: found.vehicles.filter((car) => car.clientId === clientId) };
  const own = lookUp(turn, [toLookup(findVehiclesTool, { clientId, limit: LIMIT })]);
  return 'proposal' in own ? own : { cars: own.answers[0].vehicles };
}

/** The words a car is looked for by: its model, or else its make. What else is said of it chooses among those. */
const toCarQuery = (said: string) => {
  const { make, model } = readVehicleDetails(said);
  return model ?? make ?? said;
};

/** The car that a sentence names without its owner: "a quote for the Tahoe". */
export function findNamedCar(
  turn: IntentTurn<unknown>,
  { intent, said, otherwise }: { intent: string; said: string; otherwise: string },
): { car: FoundCar } | { proposal: ProposalInput } {
  const looked = lookUp(turn, [toCarsLookup(toCarQuery(said))]);
  if ('proposal' in looked) return looked;
  const [{ vehicles: found, total: all, isExact }] = looked.answers;
  const named = matchVehicles(said, found);
  const vehicles = named.length > 0 ? named : found;
  const total = named.length > 0 ? named.length : all;
  if (vehicles.length === 0) return { proposal: say(`I found no ${said} among the vehicles, ${otherwise}.`) };
  const chosen = chooseOne(turn, {
    ...{ intent, slot: 'vehicle', otherwise, total, isSure: isExact },
    items: vehicles,
    toChoice: toOwnedChoice,
    question: isExact ? `Which ${said} do you mean?` : `I found no ${said}. Is it ${vehicles.length === 1 ? 'this one' : 'one of these'}?`,
  });
  return 'item' in chosen ? { car: chosen.item } : chosen;
}

const toTraits = ({ color, plate }: FoundCar) => [color, plate].filter(Boolean).join(' · ');

function toCarChoice(car: FoundCar): { label: string; detail?: string } {
  const detail = toTraits(car);
  return { label: vehicleName(car), ...(detail ? { detail } : {}) };
}

/** With its owner, where cars of several people are listed. */
export const toOwnedChoice = (car: FoundCar) => ({ label: vehicleName(car), detail: [car.clientName, toTraits(car)].filter(Boolean).join(' · ') });
