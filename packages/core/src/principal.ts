import { z } from 'zod';

/** Who a request comes from, as the host's own session says: enough to ask the host for the principal. */
export const Identity = z.object({ tenantId: z.string().min(1).max(200), userId: z.string().min(1).max(200) });
export type Identity = z.infer<typeof Identity>;

/** Who the agent acts for. Its permissions are asked of the host again at every tool call. */
export const Principal = Identity.extend({
  roles: z.array(z.string()),
  /** IANA zone of the tenant, used for "today" and for dates in sentences. @default 'UTC' */
  timeZone: z.string().default('UTC'),
  /** What receipts and approvals call this person. @default the user id */
  displayName: z.string().optional(),
});
export type Principal = z.infer<typeof Principal>;
