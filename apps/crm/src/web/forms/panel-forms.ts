import type { ComponentType } from 'react';
import type { PanelName } from '../kinds/record-paths.ts';
import type { OpenPanel } from '../panels/panel-state.tsx';

/** Fetches the form of a kind of record, a chunk of its own. */
export const panelForms: Readonly<Record<PanelName, () => Promise<ComponentType<{ panel: OpenPanel }>>>> = {
  client: async () => (await import('../clients/panel/client-form.tsx')).ClientForm,
  vehicle: async () => (await import('../vehicles/panel/vehicle-form.tsx')).VehicleForm,
  service: async () => (await import('../services/panel/service-form.tsx')).ServiceForm,
  quote: async () => (await import('../quotes/panel/quote-form.tsx')).QuoteForm,
  invoice: async () => (await import('../invoices/panel/invoice-form.tsx')).InvoiceForm,
  job: async () => (await import('../jobs/panel/job-form.tsx')).JobForm,
};
