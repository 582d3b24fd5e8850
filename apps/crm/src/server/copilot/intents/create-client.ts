import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import { createListSlot, findEmails, findPhones, type PersonName, splitName } from '@countersign/server';
import { hasPermission } from '../../auth/require-permission.ts';
import { say } from '../replies/say.ts';
import { newClientNames } from '../slots/client-names.ts';
import { familyName } from '../slots/family-name.ts';

const phones = createListSlot('phone', findPhones);
const emails = createListSlot('email', findEmails);

/** Opens the empty client form with what was said filled in. Saves nothing: the person looks it over and saves. */
export const createClientIntent = defineIntent({
  name: 'create_client',
  title: 'Open the form of a new client, filled in: “Create a customer named Jordan Miles with phone 555-219-8841”',
  slots: { people: newClientNames, familyName, phone: phones, email: emails },
  examples: [
    'create a customer named {people} with phone {phone} and email {email}',
    'create a client named {people}',
    'create a new customer {people}',
    'create customer {people} {phone} {email}',
    'create a contact for {people} with email {email}',
    'create a record for {people}',
    'create a profile for {people} phone {phone}',
    'create a new client',
    'create client',
    'add a customer named {people} with phone {phone}',
    'add a client {people} with phone number {phone} and email {email}',
    'add a client called {people}',
    'add a client called {people} with phone number {phone}',
    'add a customer called {people} phone {phone}',
    'add {people} as a customer',
    'add {people} as a new client {phone}',
    'add {people} to our customers',
    'add {people} to clients with email {email}',
    'I need a new client file for {people}',
    'new client file for {people}',
    'add {people} to my clients',
    'add {people} {phone} {email}',
    'add a new contact {people} {phone}',
    'add a new customer with phone {phone}',
    'add a customer',
    'add new client {people} email {email}',
    'new customer {people}',
    'new client: {people}, {phone}, {email}',
    'new customer {people} {phone} {email}',
    'new client',
    'new contact {people} phone {phone}',
    'a new customer called {people} with email {email}',
    'register a customer called {people}',
    'register {people} as a client with phone {phone}',
    'set up a client record for {people}',
    'set up {people} as a new customer with number {phone}',
    'set up a new customer {people}',
    'put in a new client {people} {phone}',
    'put {people} in as a customer',
    'put {people} in the system with phone {phone}',
    'enter a new customer {people} email {email}',
    'enter {people} into the system',
    'make a new client {people}',
    'make a customer profile for {people} with phone {phone} and email {email}',
    'save a new contact {people} {phone}',
    'save {people} as a client',
    'open a new customer form for {people}',
    'start a new client file for {people}',
    'onboard {people} as a client {email}',
    'sign up a new customer {people}',
    'I have a new customer {people} {phone}',
    'we have a new client called {people} phone {phone}',
    "I'd like to add a customer named {people}",
    'I want to create a client',
    'I need to add a new customer {people} {phone}',
    'can you create a customer named {people} with phone {phone}',
    'could you add {people} as a client',
    'with phone {phone} and email {email} create a customer named {people}',
    'phone {phone} email {email} new client {people}',
    '{people}, {phone}, {email}, new customer',
    '{people} is a new customer with phone {phone}',
    'register {people} number {phone} email {email}',
    'register a new client {people} {phone}',
    'enter {people} phone {phone}',
    'enter a customer named {people} into the system phone {phone}',
    'add {people} to the client list phone {phone}',
    'add {people} to the customer list',
    'add a customer with the name {people} and the email {email}',
    'add a client by the name of {people}',
    'create a customer by the name of {people} with email {email}',
    'create {people} as a customer',
    'create customers {people} and {people}',
    'add clients {people} and {people}',
    'create a new person {people}',
    'put {people} down as a new client {phone}',
    'I got a new customer {people} {phone}',
    'there is a new customer called {people}',
    'new guy {people} {phone}',
    'write down a new customer {people} {phone}',
    'take down a new client {people} number is {phone}',
    'create a customer {people}, his number is {phone} and his email is {email}',
    'new client {people}, her phone is {phone}',
    'add a new customer, the name is {people}, the phone number is {phone}',
    'register the customer {people} with email {email}',
    'sign {people} up as a client, email is {email}',
    'new lead {people}',
    'add a customer first name {people} last name {people}',
    'new client first name {people} last name {people} phone {phone}',
  ],
  counterExamples: [
    'create an invoice for {people}',
    'create a report',
    'create a user account for my employee',
    'create a task',
    'create a discount code',
    'create a new service in the catalogue',
    'add a note to {people}',
    'add a line to the invoice',
    'add a new employee',
    'add a new technician named {people}',
    'add a service called ceramic coating',
    'new invoice for {people}',
    'import customers from a spreadsheet',
    'merge the two customers named {people}',
  ],
  propose,
});

type Slots = { people?: readonly PersonName[]; familyName?: string; phone?: readonly string[]; email?: readonly string[] };

function propose({ text, slots, principal }: IntentTurn<Slots>): ProposalInput {
  if (!hasPermission(principal, 'clients:write')) return say('Your role may look clients up but not add any. Ask an owner or a manager of the shop.');
  const [person, ...others] = slots.people ?? [];
  if (others.length > 0)
    return say(`I fill in one form at a time. Tell me about ${person?.name} first, then about ${others.map(({ name }) => name).join(' and ')}.`);
  const { firstName, lastName } = splitName(person?.name ?? '');
  const values = { firstName, lastName: lastName || (slots.familyName ?? ''), phone: slots.phone?.[0] ?? '', email: slots.email?.[0] ?? '' };
  const prefill = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const opened =
    Object.keys(prefill).length > 0 ? 'I opened a new client with what you told me. Look it over and save it;' : 'I opened the form of a new client;';
  const words = [`${opened} nothing is saved yet.`, ...listGaps(text, slots)].join(' ');
  return { show: [node('panel-open-command', { panel: 'client', prefill }), node('message', { role: 'agent', text: words })], calls: [], isFinal: true };
}

/** What was said and is not in the form: the person would think it is. */
function listGaps(text: string, { phone = [], email = [] }: Slots): string[] {
  const gaps: [boolean, string][] = [
    [phone.length > 1, 'There is room for one phone number, so I took the first.'],
    [email.length > 1, 'There is room for one email, so I took the first.'],
    [phone.length === 0 && /\b(?:phone|cell|mobile|number)\b.*\d/iu.test(text), 'I could read no phone number in what you wrote.'],
    [email.length === 0 && /\be-?mail\b\s+\S/iu.test(text), 'I could read no email in what you wrote.'],
  ];
  return gaps.flatMap(([isGap, words]) => (isGap ? [words] : []));
}
