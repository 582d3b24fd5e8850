/**
 * Types the host registers once, so that every contract knows them:
 *
 * @example
 * declare module '@countersign/core' { interface Register { tx: TenantTx } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the host through declaration merging
export interface Register {}

/** The transaction type of the host's services (a Drizzle, Kysely, Prisma or pg transaction). */
export type HostTx = Register extends { tx: infer T } ? T : unknown;
