import { z } from 'zod';
import type { Principal } from '../principal.ts';
import type { HostTx } from '../register.ts';

/** How much harm a wrong call does. `destructive` and `irreversible` always need an approval. */
export const risks = ['safe', 'cautious', 'destructive', 'irreversible'] as const;
export type Risk = (typeof risks)[number];

/** Where the effect of a call lands: nowhere, in this database (exactly once), or outside it. */
export const effects = ['none', 'database', 'external'] as const;
export type Effect = (typeof effects)[number];

/** What every function of a contract receives. */
export interface ToolContext {
  principal: Principal;
  /** The host's transaction: effects of a `database` tool belong inside it. */
  tx: HostTx;
  /** The session the run belongs to. */
  sessionId: string;
  runId: string;
  /** The calendar day in the principal's time zone, `YYYY-MM-DD`. */
  today: string;
  now: Date;
  /** Aborts when the run is cancelled, its lease is lost or the call's time is over. */
  signal: AbortSignal;
}

/** What `execute` receives on top: the key an outside target can use to recognise a repeat. */
export interface ExecuteContext extends ToolContext {
  /** Stable over every repeat of this call, 32 hexadecimal characters. */
  idempotencyKey: string;
}

/** How far a yes beyond one call reaches. */
export const grantScopes = ['run', 'tenant'] as const;
export type GrantScope = (typeof grantScopes)[number];

/** What a call would touch: what policies and people judge. Worked out by the host's code, never taken from a proposer. */
export const Impact = z.object({
  summary: z.string(),
  /** Money that moves, without a sign. */
  amountCents: z.int().nonnegative().optional(),
  /** Records changed or removed, or messages sent. @default 1 for whoever counts them */
  records: z.int().nonnegative().optional(),
  /** Addresses that something goes to: an email address, a phone number, a URL. An empty list says that nobody is reached. */
  recipients: z.array(z.string()).readonly().optional(),
  /** Those of the recipients that were read off the tenant's own records. @default none */
  onFile: z.array(z.string()).readonly().optional(),
});
export type Impact = z.infer<typeof Impact>;

/** The answer of a target that is asked whether a call took effect. */
export type Verification<Output> = { status: 'happened'; output: Output } | { status: 'not_happened' } | { status: 'unknown' };

/**
 * What to do with an external call that started and left no result.
 * - `key`: the target honours `idempotencyKey` for `windowMs`; the call is repeated inside that window.
 * - `verify`: the target is asked, after the call's deadline. With `windowMs` the target also honours keys, so
 *   `not_happened` inside the window is repeated; without it `not_happened` asks a human.
 * - `human`: nobody can know; a human is asked.
 */
export type Recovery = { by: 'key'; windowMs: number } | { by: 'verify'; windowMs?: number } | { by: 'human' };

type Awaitable<T> = T | Promise<T>;

/** Who says yes to a call, what they are shown, and what their yes is worth. */
export interface ToolApproval<Input = unknown, Simulation = unknown> {
  /** Asked of the person who decides. @default the contract's permission */
  readonly permission: string;
  /** How long an approval waits, in milliseconds. @default 7 days */
  readonly ttlMs: number;
  /** May the person a call is made for not approve it? @default false */
  readonly excludesRequester: boolean;
  /** How far beyond one call a yes may reach: the rest of its run, every run of the tenant. Empty: every call is asked for. @default both */
  readonly scopes: readonly GrantScope[];
  /** What would happen, without doing it. Shown on the approval card and repeated at execution. */
  readonly simulate?: (ctx: ToolContext, input: Input) => Awaitable<Simulation>;
  /** The part of a simulation that must not differ between approval and execution. @default all of it */
  readonly unchanged: (simulation: Simulation) => unknown;
  /** The sentence on the card. @default the tool's name in words */
  readonly title?: (input: Input, simulation: Simulation) => string;
}

/** What one call, one tenant and one run may use up before the tool is stopped or a human asked. */
export interface ToolLimits {
  /** How long one call may take, in milliseconds. @default 15000 */
  readonly timeoutMs: number;
  /** Calls of this tool a tenant may start within an hour. @default no limit */
  readonly maxCallsPerHour?: number;
  /** Where a run deletes, messages or otherwise takes to more records than this, with whatever tools, a call of this tool is asked about, whatever was granted. @default 25 */
  readonly maxUnseenRecords: number;
}

/** How a call that succeeded is undone. */
export interface Compensation<Input = unknown, Output = unknown> {
  /** What undoing would do, without doing it. */
  readonly simulate?: (ctx: ToolContext, input: Input, output: Output) => unknown;
  readonly execute: (ctx: ExecuteContext, input: Input, output: Output) => Awaitable<void>;
}

/**
 * A typed action of the host, every default filled in: what is not optional here is settled, and nobody else fills it in.
 * The names are public API.
 */
export interface ToolContract<Input = unknown, Output = unknown, Simulation = unknown> {
  /** snake_case, unique in the host. */
  readonly name: string;
  /** One or two sentences: what it does and when to use it. Read by proposers and people. */
  readonly description: string;
  /** Raise it when the meaning of the same input changes: waiting approvals then ask again. @default 1 */
  readonly version: number;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  readonly risk: Risk;
  readonly effect: Effect;
  /** Does anything leave the tenant? @default 'internal' */
  readonly reach: 'internal' | 'outward';
  /** Asked of `can(principal, permission, input)` at every call. */
  readonly permission: string;
  /** Values that make two calls the same intent of the tenant. Left out: run, step and index. */
  readonly intentKey?: (input: Input, ctx: Pick<ToolContext, 'principal' | 'today' | 'now'>) => readonly (string | number)[];
  readonly impact?: (ctx: ToolContext, input: Input) => Awaitable<Impact>;
  readonly approval: ToolApproval<Input, Simulation>;
  readonly limits: ToolLimits;
  readonly execute: (ctx: ExecuteContext, input: Input) => Awaitable<Output>;
  /** External effects: what to do after a crash in mid-call. @default { by: 'human' } */
  readonly recovery: Recovery;
  readonly verify?: (ctx: ExecuteContext, input: Input) => Awaitable<Verification<Output>>;
  readonly compensate?: Compensation<Input, Output>;
  /** The sentence a user reads about a success, rendered from the result. @default the tool's name in words */
  readonly receipt?: (output: Output, input: Input) => string;
}

/** A contract of any input and output, as registries hold them. */
// biome-ignore lint/suspicious/noExplicitAny: type plumbing: contracts of different inputs live in one registry
export type AnyTool = ToolContract<any, any, any>;
