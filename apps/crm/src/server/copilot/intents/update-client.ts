import { defineIntent, type IntentTurn, node, type PanelView, type ProposalInput } from '@countersign/core';
import { email, type PersonName, phone } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { type FoundClient, findPerson } from '../lookups/find-person.ts';
import { say } from '../replies/say.ts';
import { type ClientChanges, type ClientField, clientChanges } from '../slots/client-changes.ts';
import { changedClientNames } from '../slots/client-names.ts';

const name = 'update_client';

/** Opens the form of a client with the changed fields filled in, and only those. Saves nothing. */
export const updateClientIntent = defineIntent({
  name,
  title: 'Open a client’s form with a change filled in: “Change Jordan’s email to j.miles@example.com”',
  slots: { people: changedClientNames, changes: clientChanges, phone, email },
  examples: [
    "change {people}'s email to {email}",
    "change {people}'s phone to {phone}",
    "change {people}'s phone number to {phone}",
    'change the email of {people} to {email}',
    'change the phone number for {people} to {phone}',
    "change {people}'s email from {email} to {email}",
    "change {people}'s last name to {people}",
    "change {people}'s first name to {people}",
    "change {people}'s name to {people}",
    "change {people}'s email",
    "change {people}'s number",
    'change email for {people} to {email}',
    'change the email to {email}',
    'change his phone to {phone}',
    "update {people}'s email to {email}",
    "update {people}'s phone to {phone}",
    "update {people}'s phone number",
    'update the email address for {people} to {email}',
    'update {people} with phone {phone}',
    'update {people} with the new email {email}',
    'update {people} phone {phone} email {email}',
    'update the customer {people} email {email}',
    'update the contact details of {people}',
    'update her number to {phone}',
    'update client {people}',
    "set {people}'s email to {email}",
    "set {people}'s phone to {phone}",
    'set the phone number of {people} to {phone}',
    'set the email of {phone} to {email}',
    'set the phone to {phone}',
    "edit {people}'s email to be {email}",
    'edit {people}',
    'edit the client {people}',
    "edit {people}'s details",
    "correct {people}'s email it should be {email}",
    'correct the spelling of {people} last name to {people}',
    "fix {people}'s phone number it is {phone}",
    "replace {people}'s email with {email}",
    "replace {people}'s number by {phone}",
    'replace {email} with {email} for {people}',
    'modify the phone of {people} to {phone}',
    "switch {people}'s email to {email}",
    'rename {people} to {people}',
    "{people}'s email is now {email}",
    "{people}'s new phone number is {phone}",
    "{people}'s email changed to {email}",
    '{people} has a new number {phone}',
    '{people} has a new email address {email}',
    '{people} changed their email to {email}',
    '{people} moved to a new phone {phone}',
    'the new email of {people} is {email}',
    'the new number for {people} is {phone}',
    'the email for {people} should be {email}',
    'add the email {email} to {people}',
    "add {email} to {people}'s record",
    "add phone number {phone} to {people}'s profile",
    'add {phone} for {people}',
    "put {email} as {people}'s email",
    'make {people} email {email}',
    "save {phone} as {people}'s number",
    'can you change the email of {people} to {email}',
    "could you update {people}'s phone to {phone}",
    "I need to change {people}'s email to {email}",
    "I'd like to update {people}'s number",
    'new email for {people} {email}',
    'new phone number for {people} is {phone}',
    'set the email address of the client {people} to {email}',
    "set {people}'s mobile to {phone}",
    "set {people}'s cell phone to {phone}",
    'set email of {people} to {email}',
    'fix the email of {people} it is {email}',
    "fix the phone on {people}'s record to {phone}",
    'fix {people} email to {email}',
    "correct {people}'s phone to {phone}",
    'correct the email of {people} to {email}',
    'correct the name of {people} to {people}',
    'rename the client {people} to {people}',
    'rename {people} as {people}',
    "change {people} to {people}'s name",
    "{people}'s e-mail address is now {email}",
    '{people} got a new phone {phone}',
    '{people} switched to {email}',
    "swap {people}'s email for {email}",
    'change the contact email for client {people} to {email}',
    'the phone of {people} is wrong it should be {phone}',
    "make {people}'s phone {phone}",
    "adjust {people}'s email to {email}",
    "amend {people}'s details email {email}",
    "change {people}'s cell to {phone}",
    "update {people}'s mobile number to {phone}",
    "{people}'s cell is {phone} now",
    'put {phone} as the phone of {people}',
    'put {phone} in for {people}',
    "clear {people}'s phone number",
    "change {people} and {people}'s email to {email}",
    "{people}'s number is now {phone}",
    "{people}'s new number {phone}",
    "{people}'s phone number is now {phone}",
    'new phone for {people} {phone}',
    "{people}'s last name is now {people}",
    "{people}'s new cell number is {phone}",
  ],
  counterExamples: [
    'change the price of a full detail to 200',
    "change {people}'s appointment to Friday",
    'change the appointment of {people}',
    "change {people}'s car to a Tesla",
    'change the oil',
    'change my email to {email}',
    'change my password to hunter2',
    'change my phone number',
    'change the theme to dark',
    'change the language',
    'change everything',
    'update the invoice of {people}',
    "update {people}'s vehicle",
    'update the calendar',
    'update the price list',
    'set the price to 150',
    'set a reminder for {people}',
    'edit the invoice',
    'make {people} a manager',
    "change {people}'s role to owner",
    "move {people}'s appointment to Tuesday",
    'email {people}',
    'email {people} that the car is ready',
    'send an email to {people}',
    'send {email} the invoice',
    'write an email to {email} saying hello',
    "delete {people}'s email",
    "remove {people}'s phone number",
    'delete the phone number of {people}',
    'transfer the money to {people}',
  ],
  propose,
});

type Slots = { people?: readonly PersonName[]; changes?: ClientChanges; phone?: string; email?: string };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { slots, principal } = turn;
  if (!hasPermission(principal, 'clients:write')) return say('Your role may look clients up but not change them. Ask an owner or a manager of the shop.');
  if (/\b(?:all|every|everyone|everybody|each)\b/i.test(turn.text))
    return say('I change one client at a time, so I changed nothing. Tell me whose record it is.');
  const changes = slots.changes ?? { values: {}, unread: [] };
  const [person, ...others] = (slots.people ?? []).filter((candidate) => !isNewName(candidate, changes));
  if (person && others.length > 0)
    return say(`I change one client at a time. Tell me what to change for ${person.name} first, then for ${others.map((other) => other.name).join(' and ')}.`);
  const queries = person?.readings ?? (changes.owner === undefined ? [] : [changes.owner]);
  if (queries.length > 0) {
    const found = findPerson(turn, { intent: name, queries, otherwise: 'so I opened nothing' });
    return 'proposal' in found ? found.proposal : openForm(found.client, changes, turn.panels);
  }
  const panel = turn.panels.findLast((candidate) => candidate.panel === 'client');
  if (panel && Object.keys(changes.values).length > 0) return fillOpenForm(panel, changes);
  return say('Whose record should I change? Say it with the name, such as “Change Jordan’s email to j.miles@example.com”.');
}

/** "rename … to Jordan Miller" names a value, not a second client. */
function isNewName(candidate: PersonName, { values }: ClientChanges): boolean {
  const given = [values.firstName, values.lastName].filter(Boolean).join(' ');
  return given !== '' && given === candidate.name;
}

function openForm(client: FoundClient, { values, unread }: ClientChanges, panels: readonly PanelView[]): ProposalInput {
  const prefill = Object.fromEntries(Object.entries(values).filter(([field, value]) => client[field as ClientField] !== value));
  const who = fullName(client);
  if (Object.keys(values).length > 0 && Object.keys(prefill).length === 0)
    return say(`${who} has ${toList(Object.keys(values))} on file like this already, so there is nothing to change.`);
  const isOpen = panels.some((panel) => panel.panel === 'client' && panel.recordId === client.id);
  const text = toWords(who, Object.keys(prefill), unread, isOpen);
  return {
    show: [node('panel-open-command', { panel: 'client', recordId: client.id, prefill }), node('message', { role: 'agent', text })],
    calls: [],
    isFinal: true,
  };
}

/** What the form makes of it is not known yet when this is said, and the card beside it tells field by field. */
const KEPT = 'What you typed there yourself stays. Look it over and save it; nothing is saved yet.';

/** "Change the email to …" with a form open means that form. */
function fillOpenForm(panel: PanelView, { values }: ClientChanges): ProposalInput {
  const { key, recordId } = panel;
  // A second new client would be somebody else: without the key the values would open a form of their own.
  const command = { panel: 'client', prefill: { ...values }, ...(recordId === undefined ? { continues: key } : { recordId }) };
  const text = `I handed the new ${toList(Object.keys(values))} to the form that is open. ${KEPT}`;
  return { show: [node('panel-open-command', command), node('message', { role: 'agent', text })], calls: [], isFinal: true };
}

function toWords(who: string, changed: readonly string[], unread: readonly ClientField[], isOpen: boolean): string {
  if (changed.length > 0) {
    if (isOpen) return `I handed the new ${toList(changed)} to the open form of ${who}. ${KEPT}`;
    return `I opened the form of ${who} for the new ${toList(changed)}. Look it over and save it; nothing is saved yet.`;
  }
  const missing = unread.length > 0 ? ` I could read no new ${toList(unread)} in what you wrote, so please type it there.` : '';
  return `I opened the form of ${who}.${missing}`;
}

const labels: Record<ClientField, string> = { firstName: 'first name', lastName: 'last name', phone: 'phone number', email: 'email' };
const toList = (fields: readonly string[]) => fields.map((field) => labels[field as ClientField] ?? field).join(' and ');
