import type { ClientView } from '../../../shared/client.ts';
import { formatPhone } from '../../../shared/phone.ts';
import { clientFields } from '../../kinds/client-panel.ts';

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
