import { z } from 'zod';

/** `GET /api/demo`: the sign-ins of a server with demo data. Anywhere else `demo` is false and there are none. */
export const Demo = z.object({
  demo: z.boolean(),
  accounts: z.array(z.object({ email: z.string(), password: z.string(), role: z.string(), shop: z.string() })),
});
export type Demo = z.infer<typeof Demo>;
