import type { PanelKind } from './panel-kind.ts';

/** The fields of the form, in its order, with the words that people read. */
export const invoiceFields = {
  quoteId: 'Quote',
  jobId: 'Job',
  clientId: 'Client',
  vehicleId: 'Vehicle',
  lines: 'Services',
  discount: 'Discount',
  dueOn: 'Due',
  notes: 'Notes',
} as const;

export const invoicePanel: PanelKind = { noun: 'invoice', labels: invoiceFields, permission: 'invoices:write' };
