import type { PanelKind } from './panel-kind.ts';

/** The fields of the form, in its order, with the words that people read. */
export const clientFields = {
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  email: 'Email',
  notes: 'Notes',
} as const;

export const clientPanel: PanelKind = { noun: 'client', labels: clientFields, permission: 'clients:write' };
