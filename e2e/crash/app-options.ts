import { z } from 'zod';

/** Where, how and when the app is to die or to stand still. */
export const Fault = z.object({
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
  point: z.enum(['before_intent', 'after_intent', 'after_effect', 'after_result']),
  /** Fires when the point is reached for the n-th time. @default 1 */
  count: z.int().positive().default(1),
  /** Calls that reach the point wait there for the others, so that `count` runs are struck at the same place. */
  gathers: z.boolean().default(false),
  /** Only calls of this tool count. */
  tool: z.string().optional(),
});
export type Fault = z.infer<typeof Fault>;

/** What the app under test is started with: JSON in the variable `CRASH_APP`. */
export const AppOptions = z.object({
  databaseUrl: z.string(),
  ledgerUrl: z.string(),
  fault: Fault.optional(),
  /** Left out: the runtime's own defaults. */
  worker: z.object({ leaseMs: z.int(), heartbeatMs: z.int(), sweepMs: z.int() }).optional(),
  /** How long one call of the ledger may take. */
  timeoutMs: z.int().positive().default(3_000),
});
export type AppOptions = z.infer<typeof AppOptions>;

/** What is taken out of the app, to see that the checks notice: JSON-free in `COUNTERSIGN_SABOTAGE`. */
export const Sabotage = z.enum(['fence', 'key']);
export type Sabotage = z.infer<typeof Sabotage>;

/** What a run of the app does: the task of the run, as JSON. */
export const Task = z.object({
  /** Each inner list is one proposal of the scripted proposer. */
  steps: z.array(z.array(z.object({ tool: z.string(), input: z.object({ text: z.string() }) }))),
  /** A proposal that cost something is committed before anything of it is done. */
  costMicros: z.int().optional(),
  /** In the place of steps: a plan that sends each of these with a human's yes, some at a time. */
  each: z.object({ texts: z.array(z.string()), pageSize: z.int() }).optional(),
});
export type Task = z.infer<typeof Task>;
