import type { PanelKind } from './panel-kind.ts';

/** The fields of the form, in its order, with the words that people read. */
export const quoteFields = {
  clientId: 'Client',
  vehicleId: 'Vehicle',
  lines: 'Services',
  discount: 'Discount',
  validUntil: 'Valid until',
  notes: 'Notes',
} as const;

export const quotePanel: PanelKind = { noun: 'quote', labels: quoteFields, permission: 'quotes:write' };
