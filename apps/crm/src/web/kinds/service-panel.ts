import type { PanelKind } from './panel-kind.ts';

/** The fields of the form, in its order, with the words that people read. */
export const serviceFields = {
  name: 'Name',
  description: 'Description',
  durationMinutes: 'Duration in minutes',
  smallCents: 'Price for a small vehicle',
  mediumCents: 'Price for a medium vehicle',
  largeCents: 'Price for a large vehicle',
  xlCents: 'Price for an extra large vehicle',
  isActive: 'Offered',
} as const;

export const servicePanel: PanelKind = { noun: 'service', labels: serviceFields, permission: 'services:write' };
