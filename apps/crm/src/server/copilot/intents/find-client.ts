import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import { email, type PersonName, phone } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { formatPhone } from '../../../shared/phone.ts';
import { toCarsLookup, toOwnedChoice } from '../lookups/find-car.ts';
import { chooseSearch, toClientLookup, toDetail, toSearches } from '../lookups/find-person.ts';
import { lookUp } from '../lookups/look-up.ts';
import { isOpening } from '../reading/is-opening.ts';
import { say } from '../replies/say.ts';
import { soughtClientNames } from '../slots/client-names.ts';
import { partOfNumber } from '../slots/part-of-number.ts';

/** Looks clients up by name, number or address and shows them. */
export const findClientIntent = defineIntent({
  name: 'find_client',
  title: 'Find a client by name, phone or email: “Find Jordan”',
  answers: true,
  slots: { people: soughtClientNames, phone, email, digits: partOfNumber },
  examples: [
    'find {people}',
    'find {people} for me',
    'find the {people}',
    'open the {people}',
    'show me the {people}',
    'pull up the {people}',
    'find the customer {people}',
    'find the client named {people}',
    'find a customer called {people}',
    'find customers named {people}',
    'find the client with phone {phone}',
    'find the customer with email {email}',
    'find {phone}',
    'find {email}',
    'find the number ending in {digits}',
    'find a client',
    'find a customer',
    'look up {people}',
    'look up the client {people}',
    'look up {phone}',
    'look up the customer with the email {email}',
    'look for {people}',
    'looking for {people}',
    "I'm looking for a customer named {people}",
    'search for {people}',
    'search {people}',
    'search clients for {people}',
    'search the customers for {email}',
    'show {people}',
    'show me {people}',
    "show me {people}'s record",
    'show me all customers named {people}',
    'show me the contact details of {people}',
    'pull up {people}',
    "pull up {people}'s profile",
    'bring up the client {people}',
    'open {people}',
    "open {people}'s record",
    'get me {people}',
    "get {people}'s phone number",
    'get the details for {people}',
    'locate the customer {people}',
    'who is {people}',
    'who has the number {phone}',
    'who has the email {email}',
    'whose number is {phone}',
    'where is {people}',
    'where can I find {people}',
    "what is {people}'s phone number",
    "what's the email of {people}",
    "what's {people}'s number",
    'what number do we have for {people}',
    'do we have a customer named {people}',
    'do we have {people} in the system',
    'do you know {people}',
    'is {people} a client of ours',
    'is there a customer called {people}',
    'is {phone} one of our customers',
    'have we got a client {people}',
    'check if {people} is a customer',
    'I need the contact info for {people}',
    'I need {people}',
    'give me the number of {people}',
    'give me {people}',
    'can you find {people}',
    'could you look up {people}',
    'any clients called {people}',
    'list clients named {people}',
    'client {people}',
    'customer {people}',
    'contact details {people}',
    'phone number of {people}',
    'email address for {people}',
    'lookup {people}',
    'lookup the customer {people}',
    'locate {people}',
    'display {people}',
    'display the client {people}',
    'view {people}',
    'view the profile of {people}',
    'bring up {people}',
    "bring up {people}'s details",
    'fetch {people}',
    'check {people}',
    'see {people}',
    "what is {people}'s email",
    "what is {people}'s number",
    "what's {people}'s email address",
    'what is the phone number of {people}',
    'what is the email of {people}',
    'is there a client named {people}',
    'do we have a {people}',
    'do we have {people} on file',
    'who is the customer {people}',
    'which client has the phone {phone}',
    'which customer uses the email {email}',
    'who called from {phone}',
    'search {phone}',
    'search by email {email}',
    'find someone named {people}',
    'find the person called {people}',
    'how can I reach {people}',
    "{people}'s phone number",
    "{people}'s contact details",
    'find mr {people}',
    'give me the contact details of {people}',
    'get me the contact info for {people}',
    'contact info of {people}',
    'I need the phone number of {people}',
    'is {people} in the system',
    'is {people} on file',
    'is {people} in our database',
    'who does {phone} belong to',
    'who owns the number {phone}',
    'get {people}',
    'I want to see {people}',
    "I need to see {people}'s record",
    "let me see {people}'s details",
    'find {people} and {people}',
    'what is {people} phone',
    'whats {people} phone number',
    'whats {people} email',
    'phone number for {people}',
    'number for {people}',
    'tell me about {people}',
    'tell me the phone number of {people}',
    '{people} phone',
    'find all clients named {people}',
    'find everyone called {people}',
    '{people}',
    '{people}?',
    '{people} please',
    'do we know a {people}',
    'the client {people}',
    'give me the client {people}',
    "who's {people}",
    "where's {people}",
  ],
  counterExamples: [
    'find my keys',
    'find a free slot on Friday',
    'show me the revenue of last month',
    'open the settings',
    "what's the capital of {people}",
    'who is the president of {people}',
    'where is the nearest gas station',
    'get me a coffee',
    'how many customers do we have',
    'how many jobs did we do last week',
    'export all customers',
    'search the web',
    'print the list of clients',
    'delete {people}',
    'remove {people}',
    'remove the client {people}',
    'delete the customer {people}',
    'delete all customers',
    'delete the client with phone {phone}',
    'delete {people} from the system',
    'erase {people}',
    'get rid of {people}',
    'archive {people}',
    'block {people}',
    'deactivate the customer {people}',
    'call {people}',
    'phone {people}',
    'call {phone}',
    'ring {people} now',
    'give {people} a discount',
    'charge {people} 200 dollars',
    'invoice {people}',
    'bill {people}',
    'pay {people}',
    'assign the job to {people}',
    'fire {people}',
    'invite {people}',
    'promote {people} to manager',
    'like {people}',
    'is {people} angry with us',
    'is {people} a good actor',
    "export {people}'s data",
    "download {people}'s data",
    'open the mail',
  ],
  propose,
});

type Slots = { people?: readonly PersonName[]; phone?: string; email?: string; digits?: string };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { slots } = turn;
  const [person, ...others] = slots.people ?? [];
  if (person && others.length > 0)
    return say(`I look for one client at a time. Ask me for ${person.name} first, then for ${others.map(({ name }) => name).join(' and ')}.`);
  const known = slots.phone ?? slots.email ?? slots.digits;
  const queries = known !== undefined ? [known] : (person?.readings ?? []);
  if (queries.length === 0) return say('Whom should I look for? Tell me a name, a phone number or an email, such as “Find Jordan”.');
  const looked = lookUp(turn, queries.map(toClientLookup));
  if ('proposal' in looked) return looked.proposal;
  const wanted = toWanted(queries[0] ?? '');
  const best = chooseSearch(toSearches(queries, looked.answers));
  if (!best) return known !== undefined ? say(`I found no client with ${wanted}.`) : findCars(turn, wanted);
  const { clients, total, isExact } = best.found;
  const title = isExact
    ? `${total} ${total === 1 ? 'client' : 'clients'} found for “${toWanted(best.query)}”`
    : `Nobody is called “${best.query}”. Spelled alike:`;
  const items = clients.map((client) => ({ id: client.id, label: fullName(client), detail: toDetail(client) }));
  const more = total - clients.length;
  const opens = isExact && total === 1 && isOpening(turn.text);
  return { show: [node('records', { title, panel: 'client', items, ...(opens && { opens }), ...(more > 0 ? { more } : {}) })], calls: [], isFinal: true };
}

/** Nobody is called that; a car may be, of a model that no list of ours knows. */
function findCars(turn: IntentTurn<Slots>, wanted: string): ProposalInput {
  const looked = lookUp(turn, [toCarsLookup(wanted)]);
  if ('proposal' in looked) return looked.proposal;
  const [{ vehicles, total, isExact }] = looked.answers;
  if (!isExact || total === 0) return say(`I found no client called ${wanted}.`);
  const title = `${total} ${total === 1 ? 'vehicle' : 'vehicles'} found for “${wanted}”`;
  const items = vehicles.map((car) => ({ id: car.id, ...toOwnedChoice(car) }));
  const more = total - vehicles.length;
  return { show: [node('records', { title, panel: 'vehicle', items, ...(more > 0 ? { more } : {}) })], calls: [], isFinal: true };
}

const toWanted = (query: string) => (query.startsWith('+') ? formatPhone(query) : query);
