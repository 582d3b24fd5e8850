import type { PanelKind } from './panel-kind.ts';

/** The fields of the form, in its order, with the words that people read. */
export const vehicleFields = {
  clientId: 'Client',
  year: 'Year',
  make: 'Make',
  model: 'Model',
  color: 'Color',
  plate: 'Plate',
  size: 'Size',
} as const;

export const vehiclePanel: PanelKind = { noun: 'vehicle', labels: vehicleFields, permission: 'vehicles:write' };
