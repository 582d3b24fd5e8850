import { z } from 'zod';

/**
 * The body of every answer that is not a success. `details` of `conflict` is `{ current: ClientView }`, of
 * `invalid_input` it is `{ issues: { path, message }[] }`.
 */
export const ApiError = z.object({ error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }) });
export type ApiError = z.infer<typeof ApiError>;

export const InvalidDetails = z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) });
export type InvalidDetails = z.infer<typeof InvalidDetails>;

/** Set on a client's POST or PATCH that a panel of the copilot sent: `<sessionId>/<nodeKey>`. */
export const PANEL_HEADER = 'x-countersign-panel';
