import type { PanelKind } from './panel-kind.ts';

/** The fields of the form, in its order, with the words that people read. */
export const jobFields = {
  quoteId: 'Quote',
  clientId: 'Client',
  vehicleId: 'Vehicle',
  lines: 'Services',
  startsAt: 'Starts',
  durationMinutes: 'Duration in minutes',
  bayId: 'Bay',
  notes: 'Notes',
} as const;

export const jobPanel: PanelKind = { noun: 'job', labels: jobFields, permission: 'jobs:write' };
