import { clientPanel } from '../clients/panel/client-panel.ts';
import { invoicePanel } from '../invoices/panel/invoice-panel.ts';
import { jobPanel } from '../jobs/panel/job-panel.ts';
import { quotePanel } from '../quotes/panel/quote-panel.ts';
import { servicePanel } from '../services/panel/service-panel.ts';
import { vehiclePanel } from '../vehicles/panel/vehicle-panel.ts';
import type { PanelKind } from './panel-kind.ts';
import type { PanelName } from './record-paths.ts';

/** Every form of the product by the name that the copilot's commands use. */
export const panelKinds: Readonly<Record<PanelName, PanelKind>> = {
  client: clientPanel,
  vehicle: vehiclePanel,
  service: servicePanel,
  quote: quotePanel,
  invoice: invoicePanel,
  job: jobPanel,
};
