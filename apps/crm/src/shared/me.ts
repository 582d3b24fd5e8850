import { z } from 'zod';
import { Permission, Role } from './roles.ts';

/** `GET /api/me`: who is signed in, to which shop, and what they may do there. */
export const Me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  shop: z.object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    timeZone: z.string().describe('IANA zone'),
    currency: z.string().describe('ISO 4217'),
  }),
  role: Role,
  permissions: z.array(Permission),
  /** Without a model the copilot understands simple requests and says so. */
  copilot: z.object({ hasModel: z.boolean() }),
});
export type Me = z.infer<typeof Me>;
