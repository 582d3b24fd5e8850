import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import type { PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { vehicleName } from '../../../shared/vehicle.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findQuotesTool } from '../../quotes/tools.ts';
import { findCar, findNamedCar, toCarsLookup, toOwnedChoice } from '../lookups/find-car.ts';
import { toInvoiceChoice } from '../lookups/find-invoice.ts';
import { findPerson } from '../lookups/find-person.ts';
import { toQuoteChoice } from '../lookups/find-quote.ts';
import { type Lookup, lookUp, toLookup } from '../lookups/look-up.ts';
import { findInvoices, findJobs } from '../lookups/sources.ts';
import { isOpening } from '../reading/is-opening.ts';
import { findRecent, readCar, readOneClient, withoutName } from '../reading/read-request.ts';
import { chooseOne } from '../replies/choose-one.ts';
import { notAllowed, say, sayIncomplete } from '../replies/say.ts';
import { findRecordNumbers, type NumberedKind, recordNumber } from '../slots/record-number.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { vehicleWords } from '../slots/vehicle-words.ts';
import { toJobChoice } from './change-job-status.ts';
import { openRecordExamples } from './open-record-examples.ts';

const name = 'open_record';
const otherwise = 'so there is nothing to open';

/** Opens the page of one vehicle, quote, invoice or job, or shows a link to it. Of several it asks which. */
export const openRecordIntent = defineIntent({
  name,
  title: 'Open a vehicle, quote, invoice or job: “Open the Tahoe’s record”',
  answers: true,
  slots: { people: shopPeople, vehicle: vehicleWords, number: recordNumber },
  ...openRecordExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };
type Turn = IntentTurn<Slots>;
type Kind = NumberedKind | 'vehicle';

const permissions: Readonly<Record<Kind, string>> = { vehicle: 'vehicles:read', quote: 'quotes:read', invoice: 'invoices:read', job: 'jobs:read' };

/** A record as it is listed. */
interface Listed {
  id: string;
  number?: number;
  label: string;
  detail?: string;
}

function propose(turn: Turn): ProposalInput {
  const { text, slots, principal } = turn;
  const said = findRecordNumbers(text)[0]?.value;
  const kind = said?.kind ?? readKind(text) ?? (said ? undefined : 'vehicle');
  if (kind !== undefined && !hasPermission(principal, permissions[kind])) return notAllowed(`see ${kind}s`);
  if (said)
    return openNumbered(
      turn,
      said.number,
      kind && kind !== 'vehicle' ? [kind] : (['quote', 'invoice', 'job'] as const).filter((each) => hasPermission(principal, permissions[each])),
    );
  const who = readOneClient(slots.people, otherwise);
  if ('proposal' in who) return who.proposal;
  if (kind === undefined || kind === 'vehicle') return openVehicle(turn, who.queries);
  if (who.queries.length === 0) return openRecent(turn, kind);
  const found = findPerson(turn, { intent: name, queries: who.queries, otherwise });
  if ('proposal' in found) return found.proposal;
  const listed = list(turn, kind, { clientId: found.client.id, limit: 20 });
  if ('proposal' in listed) return listed.proposal;
  return openOne(turn, kind, listed.items, { question: `Which ${kind} of ${fullName(found.client)}?`, nothing: `${fullName(found.client)} has no ${kind}.` });
}

function readKind(text: string): Kind | undefined {
  if (/\b(?:quotes?|estimates?)\b/iu.test(text)) return 'quote';
  if (/\b(?:invoices?|bills?)\b/iu.test(text)) return 'invoice';
  return /\b(?:jobs?|appointments?|bookings?)\b/iu.test(text) ? 'job' : undefined;
}

function openNumbered(turn: Turn, number: number, kinds: readonly Exclude<Kind, 'vehicle'>[]): ProposalInput {
  const all: { kind: Kind; item: Listed }[] = [];
  for (const kind of kinds) {
    const listed = list(turn, kind, { query: `#${number}`, limit: 20 });
    if ('proposal' in listed) return listed.proposal;
    all.push(...listed.items.filter((item) => item.number === number).map((item) => ({ kind, item })));
  }
  const [first, ...others] = all;
  if (!first) return say(`I found no ${kinds.join(' or ')} ${number}.`);
  if (others.length === 0) return showRecord(turn, first.kind, first.item);
  return { show: all.map(({ kind, item }) => node('records', toRecords(kind, item))), calls: [], isFinal: true };
}

function openVehicle(turn: Turn, queries: readonly string[]): ProposalInput {
  const said = readCar(turn.text);
  if (queries.length === 0) {
    if (said === undefined)
      return sayIncomplete('What should I open? Name a vehicle, or a quote, an invoice or a job by its number, such as “Open the Tahoe’s record”.');
    const found = findNamedCar(turn, { intent: name, said, otherwise });
    return 'proposal' in found ? found.proposal : showVehicle(turn, found.car);
  }
  const found = findPerson(turn, { intent: name, queries, otherwise, alongside: queries.map(toCarsLookup) });
  if ('proposal' in found) return found.proposal;
  const client = { id: found.client.id, name: fullName(found.client) };
  const car = findCar(turn, { intent: name, client, query: found.query, text: withoutName(turn.text, found.query), otherwise });
  if ('proposal' in car) return car.proposal;
  return car.car ? showVehicle(turn, car.car) : say(`${client.name} has no vehicle on file.`);
}

const showVehicle = (turn: Turn, car: Parameters<typeof toOwnedChoice>[0]): ProposalInput =>
  showRecord(turn, 'vehicle', { id: car.id, ...toOwnedChoice(car), label: vehicleName(car) });

/** "Open the quote": the one of this conversation. */
function openRecent(turn: Turn, kind: Exclude<Kind, 'vehicle'>): ProposalInput {
  const recent = findRecent(turn, kind);
  if (recent === undefined) return sayIncomplete(`Which ${kind} should I open? Tell me its number or whose it is.`);
  const listed = list(turn, kind, { query: '', limit: 50 });
  if ('proposal' in listed) return listed.proposal;
  const item = listed.items.find(({ id }) => id === recent);
  return item ? showRecord(turn, kind, item) : sayIncomplete(`Which ${kind} should I open? Tell me its number or whose it is.`);
}

function list(turn: Turn, kind: Exclude<Kind, 'vehicle'>, input: Lookup<unknown>['input']): { items: Listed[] } | { proposal: ProposalInput } {
  const { timeZone } = turn.principal;
  if (kind === 'quote') {
    const looked = lookUp(turn, [toLookup(findQuotesTool, input)]);
    return 'proposal' in looked
      ? looked
      : { items: looked.answers[0].quotes.map((quote) => ({ id: quote.id, number: quote.number, ...toQuoteChoice(quote) })) };
  }
  if (kind === 'invoice') {
    const looked = lookUp(turn, [toLookup(findInvoices, input)]);
    return 'proposal' in looked
      ? looked
      : { items: looked.answers[0].invoices.map((invoice) => ({ id: invoice.id, number: invoice.number, ...toInvoiceChoice(invoice) })) };
  }
  const looked = lookUp(turn, [toLookup(findJobs, input)]);
  return 'proposal' in looked ? looked : { items: looked.answers[0].jobs.map((job) => ({ id: job.id, number: job.number, ...toJobChoice(job, timeZone) })) };
}

function openOne(turn: Turn, kind: Kind, items: readonly Listed[], { question, nothing }: { question: string; nothing: string }): ProposalInput {
  if (items.length === 0) return say(nothing);
  const chosen = chooseOne(turn, {
    intent: name,
    slot: kind,
    items,
    question,
    otherwise,
    toChoice: ({ label, detail }) => ({ label, ...(detail ? { detail } : {}) }),
  });
  return 'proposal' in chosen ? chosen.proposal : showRecord(turn, kind, chosen.item);
}

const titles: Readonly<Record<Kind, string>> = { vehicle: 'Vehicle', quote: 'Quote', invoice: 'Invoice', job: 'Job' };
const toRecords = (kind: Kind, { id, label, detail }: Listed) => ({ title: titles[kind], panel: kind, items: [{ id, label, ...(detail ? { detail } : {}) }] });

/** The one that was meant: as a link, and where it was to be opened the page goes there. */
const showRecord = ({ text }: Turn, kind: Kind, item: Listed): ProposalInput => ({
  show: [node('records', { ...toRecords(kind, item), ...(isOpening(text) && { opens: true }) })],
  calls: [],
  isFinal: true,
});
