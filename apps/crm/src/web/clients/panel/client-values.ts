import type { ClientView, CreateClient } from '../../../shared/client.ts';
import { formatPhone } from '../../../shared/phone.ts';

/** The fields of the form, in its order, with the words that people read. */
export const clientFields = {
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  email: 'Email',
  notes: 'Notes',
} as const satisfies Record<keyof CreateClient, string>;

export type ClientField = keyof typeof clientFields;
export const clientFieldNames = Object.keys(clientFields) as readonly ClientField[];

/** What the inputs hold: text, also where the client has nothing. */
export type ClientValues = Record<ClientField, string>;

export const emptyValues: ClientValues = { firstName: '', lastName: '', phone: '', email: '', notes: '' };

/** A saved client as the inputs show it. */
export function toValues(client: ClientView): ClientValues {
  const { firstName, lastName, phone, email, notes } = client;
  return { firstName, lastName, phone: phone ? formatPhone(phone) : '', email: email ?? '', notes: notes ?? '' };
}

/** The fields of a parsed form that differ from what is saved: all that a change sends. */
export function toChanges(parsed: CreateClient, saved: ClientView): Partial<CreateClient> {
  return Object.fromEntries(clientFieldNames.filter((name) => parsed[name] !== saved[name]).map((name) => [name, parsed[name]]));
}
