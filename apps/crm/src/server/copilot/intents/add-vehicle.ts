import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findPerson } from '../lookups/find-person.ts';
import { readOneClient, withoutName } from '../reading/read-request.ts';
import { notAllowed, openPanel } from '../replies/say.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { readVehicleDetails } from '../slots/vehicle-details.ts';
import { vehicleWords } from '../slots/vehicle-words.ts';
import { addVehicleExamples } from './add-vehicle-examples.ts';

const name = 'add_vehicle';

/** Opens the form of a new vehicle, filled in. Saves nothing. */
export const addVehicleIntent = defineIntent({
  name,
  title: 'Open the form of a new vehicle, filled in: “Add a 2021 black Tahoe for Jordan Miles”',
  slots: { people: shopPeople, vehicle: vehicleWords },
  ...addVehicleExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  if (!hasPermission(turn.principal, 'vehicles:write')) return notAllowed('add vehicles');
  const otherwise = 'so I opened nothing';
  const who = readOneClient(turn.slots.people, otherwise);
  if ('proposal' in who) return who.proposal;
  if (who.queries.length === 0) return open({ ...readVehicleDetails(turn.text) }, '', ' Choose the client there.');
  const found = findPerson(turn, { intent: name, queries: who.queries, otherwise });
  if ('proposal' in found) return found.proposal;
  return open({ clientId: found.client.id, ...readVehicleDetails(withoutName(turn.text, found.query)) }, ` for ${fullName(found.client)}`, '');
}

function open(prefill: Record<string, string>, whose: string, gap: string): ProposalInput {
  return openPanel('vehicle', prefill, `I opened a new vehicle${whose}.${gap} Choose its size, look the rest over and save it; nothing is saved yet.`);
}
