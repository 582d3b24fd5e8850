import type { z } from 'zod';
import { type AnyTool, type Compensation, grantScopes, type ToolApproval, type ToolContract, type ToolLimits } from './tool-contract.ts';

type Settled = 'version' | 'reach' | 'recovery' | 'approval' | 'limits' | 'input' | 'output';

/** What `defineTool` takes: a contract whose defaults, in its groups too, may be left out. */
export type ToolDefinition<I extends z.ZodType, O extends z.ZodType, S> = Omit<ToolContract<z.output<I>, z.output<O>, S>, Settled> &
  Partial<Pick<ToolContract, 'version' | 'reach' | 'recovery'>> & {
    readonly input: I;
    readonly output: O;
    /** Write `simulate` before what takes its result, and the types of that follow from it. */
    readonly approval?: Partial<ToolApproval<z.output<I>, S>>;
    readonly limits?: Partial<ToolLimits>;
  };

const DAY_MS = 86_400_000;

const contractDefaults = { version: 1, reach: 'internal', recovery: { by: 'human' } } as const satisfies Partial<ToolContract>;

const approvalDefaults = {
  ttlMs: 7 * DAY_MS,
  excludesRequester: false,
  scopes: grantScopes,
  unchanged: (simulation: unknown) => simulation,
} as const satisfies Partial<ToolApproval>;

const limitDefaults = { timeoutMs: 15_000, maxUnseenRecords: 25 } as const satisfies ToolLimits;

/**
 * Declares a typed action. Contradictions in the contract throw at once, at definition time.
 *
 * @throws {TypeError} when an option is unknown, the name is not snake_case, `verify` is promised but missing, or the risk does not fit the effect
 * @example
 * defineTool({ name: 'create_client', description: 'Create a client.', input: CreateClient, output: ClientView,
 *   risk: 'cautious', effect: 'database', permission: 'clients:write',
 *   execute: (ctx, input) => createClient(ctx.tx, ctx.principal, input) })
 */
export function defineTool<I extends z.ZodType, O extends z.ZodType, S = undefined>(
  definition: ToolDefinition<I, O, S>,
): ToolContract<z.output<I>, z.output<O>, S> {
  const tool = {
    ...contractDefaults,
    ...definition,
    approval: { permission: definition.permission, ...approvalDefaults, ...definition.approval },
    limits: { ...limitDefaults, ...definition.limits },
  } as unknown as ToolContract<z.output<I>, z.output<O>, S>;
  const wrong = findContradiction(tool as AnyTool);
  if (wrong) throw new TypeError(`Tool "${tool.name}": ${wrong}`);
  return tool;
}

/** Every option by name: the compiler objects when one is missing here. */
const options = {
  contract: {
    ...{ name: 1, description: 1, version: 1, input: 1, output: 1, risk: 1, effect: 1, reach: 1, permission: 1, intentKey: 1, impact: 1 },
    ...{ approval: 1, limits: 1, execute: 1, recovery: 1, verify: 1, compensate: 1, receipt: 1 },
  } satisfies Record<keyof ToolContract, 1>,
  approval: { permission: 1, ttlMs: 1, excludesRequester: 1, scopes: 1, simulate: 1, unchanged: 1, title: 1 } satisfies Record<keyof ToolApproval, 1>,
  limits: { timeoutMs: 1, maxCallsPerHour: 1, maxUnseenRecords: 1 } satisfies Record<keyof ToolLimits, 1>,
  compensate: { simulate: 1, execute: 1 } satisfies Record<keyof Compensation, 1>,
};

/** An option nobody reads is a promise nobody keeps; the compiler does not see those that come by a spread. */
function findUnknown(tool: AnyTool): string | undefined {
  const unknown = [
    ...Object.keys(tool).filter((name) => !Object.hasOwn(options.contract, name)),
    ...(['approval', 'limits', 'compensate'] as const).flatMap((group) =>
      Object.keys(tool[group] ?? {}).flatMap((name) => (Object.hasOwn(options[group], name) ? [] : [`${group}.${name}`])),
    ),
  ];
  return unknown.length > 0 ? `there is no option ${unknown.map((name) => `"${name}"`).join(', ')}.` : undefined;
}

function findContradiction(tool: AnyTool): string | undefined {
  const unknown = findUnknown(tool);
  if (unknown) return unknown;
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(tool.name)) return 'the name must be snake_case, at most 64 characters.';
  if (tool.effect === 'none' && tool.risk !== 'safe') return `effect "none" changes nothing, so its risk is "safe", not "${tool.risk}".`;
  if (tool.recovery.by === 'verify' && !tool.verify) return 'recovery by "verify" needs a verify function.';
  if (tool.limits.timeoutMs <= 0) return 'limits.timeoutMs must be positive.';
  return undefined;
}

/** Does a call of this tool need a human whatever the policies say? */
export function isApprovalRequired(tool: Pick<AnyTool, 'risk'>): boolean {
  return tool.risk === 'destructive' || tool.risk === 'irreversible';
}
