/** The panels of the product, each the one form of a kind of record, and where such records have their pages. */
export const recordPaths = {
  client: '/clients',
  vehicle: '/vehicles',
  service: '/services',
  quote: '/quotes',
  invoice: '/invoices',
  job: '/jobs',
} as const;

export type PanelName = keyof typeof recordPaths;

export function isPanelName(name: string | undefined): name is PanelName {
  return name !== undefined && Object.hasOwn(recordPaths, name);
}

/** The page of one record. @example toRecordPath('client', '5f…') // '/clients/5f…' */
export function toRecordPath(panel: PanelName, recordId: string): string {
  return `${recordPaths[panel]}/${recordId}`;
}
