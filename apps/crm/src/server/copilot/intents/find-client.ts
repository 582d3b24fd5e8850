import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import { email, type PersonName, phone } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { formatPhone } from '../../../shared/phone.ts';
import { chooseSearch, readSearches, toDetail, toSearch } from '../find-person.ts';
import { say } from '../say.ts';
import { soughtClientNames } from '../slots/client-names.ts';
import { partOfNumber } from '../slots/part-of-number.ts';

/** Looks clients up by name, number or address and shows them. */
export const findClientIntent = defineIntent({
  name: 'find_client',
  title: 'Find a client by name, phone or email: “Find Jordan”',
  slots: { people: soughtClientNames, phone, email, digits: partOfNumber },
  examples: [
    'find {people}',
    'find {people} for me',
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
  ],
  counterExamples: [
    'find my keys',
    'find the invoice of {people}',
    'find a free slot on Friday',
    'find unpaid invoices',
    'find the job of {people}',
    'show me the invoices of {people}',
    'show me the calendar',
    'show me the jobs for today',
    'show me the revenue of last month',
    'show me the schedule',
    'open the settings',
    'open the calendar',
    'look up the price of a full detail',
    'what is the price of a ceramic coating',
    'what does {people} owe us',
    "what is {people}'s balance",
    "what's the capital of {people}",
    'who is the president of {people}',
    'when is the next appointment of {people}',
    'where is the nearest gas station',
    'get me a coffee',
    'how many customers do we have',
    'how many jobs did we do last week',
    'list all invoices',
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
    'refund {people}',
    'give {people} a refund',
    'give {people} a discount',
    'charge {people} 200 dollars',
    'invoice {people}',
    'bill {people}',
    'pay {people}',
    'book {people}',
    'cancel the appointment of {people}',
    'assign the job to {people}',
    'fire {people}',
    'invite {people}',
    'promote {people} to manager',
    'like {people}',
    'is {people} angry with us',
    'is {people} a good actor',
  ],
  propose,
});

type Slots = { people?: readonly PersonName[]; phone?: string; email?: string; digits?: string };

function propose({ slots, results }: IntentTurn<Slots>): ProposalInput {
  const [person, ...others] = slots.people ?? [];
  if (person && others.length > 0)
    return say(`I look for one client at a time. Ask me for ${person.name} first, then for ${others.map(({ name }) => name).join(' and ')}.`);
  const known = slots.phone ?? slots.email ?? slots.digits;
  const queries = known !== undefined ? [known] : (person?.readings ?? []);
  if (queries.length === 0) return say('Whom should I look for? Tell me a name, a phone number or an email, such as “Find Jordan”.');
  const searches = readSearches(results);
  if (searches.length === 0) return toSearch(queries);
  const failure = searches.find((search) => !search.ok);
  if (failure && !failure.ok) return say(`I could not look that up: ${failure.message}`);
  const wanted = toWanted(queries[0] ?? '');
  const best = chooseSearch(searches);
  if (!best) return say(known !== undefined ? `I found no client with ${wanted}.` : `I found no client called ${wanted}.`);
  const { clients, total, isExact } = best.found;
  const title = isExact
    ? `${total} ${total === 1 ? 'client' : 'clients'} found for “${toWanted(best.query)}”`
    : `Nobody is called “${best.query}”. Spelled alike:`;
  const items = clients.map((client) => ({ id: client.id, label: fullName(client), detail: toDetail(client) }));
  const more = total - clients.length;
  return { show: [node('records', { title, panel: 'client', items, ...(more > 0 ? { more } : {}) })], calls: [], isFinal: true };
}

const toWanted = (query: string) => (query.startsWith('+') ? formatPhone(query) : query);
