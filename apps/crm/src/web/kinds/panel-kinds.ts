import { clientPanel } from './client-panel.ts';
import { invoicePanel } from './invoice-panel.ts';
import { jobPanel } from './job-panel.ts';
import type { PanelKind } from './panel-kind.ts';
import { quotePanel } from './quote-panel.ts';
import type { PanelName } from './record-paths.ts';
import { servicePanel } from './service-panel.ts';
import { vehiclePanel } from './vehicle-panel.ts';

/** Every form of the product by the name that the copilot's commands use. */
export const panelKinds: Readonly<Record<PanelName, PanelKind>> = {
  client: clientPanel,
  vehicle: vehiclePanel,
  service: servicePanel,
  quote: quotePanel,
  invoice: invoicePanel,
  job: jobPanel,
};
