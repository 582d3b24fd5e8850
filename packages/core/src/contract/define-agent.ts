import type { AnyIntent } from './define-intent.ts';
import type { AnyTool } from './define-tool.ts';

/** What a run of an agent may use up before it is stopped. */
export interface RunBounds {
  /** @default 25 */
  maxSteps: number;
  /** Wall-clock time spent working or queued (waiting for a human does not count), in milliseconds. @default 10 minutes */
  maxDurationMs: number;
  /** Money, in millionths of a dollar. @default 500000 ($0.50) */
  maxCostMicros: number;
  /** The same tool with the same arguments may be called this often in one run. @default 3 */
  maxSameCalls: number;
  /** Unknown tools proposed before the run ends. @default 2 */
  maxUnknownTools: number;
}

export const defaultBounds = {
  maxSteps: 25,
  maxDurationMs: 600_000,
  maxCostMicros: 500_000,
  maxSameCalls: 3,
  maxUnknownTools: 2,
} as const satisfies RunBounds;

/** An agent: a name, what it is for, the tools it may propose and the intents it understands without a model. */
export interface Agent {
  readonly name: string;
  /** One sentence, shown to users who ask what it can do. */
  readonly description: string;
  readonly tools: readonly AnyTool[];
  readonly intents: readonly AnyIntent[];
  readonly bounds: RunBounds;
}

/**
 * Declares an agent.
 *
 * @throws {TypeError} when two of its tools or intents share a name
 * @example defineAgent({ name: 'copilot', description: 'Helps the staff of a shop.', tools: [findClients], intents: [findClient] })
 */
export function defineAgent(
  definition: Pick<Agent, 'name' | 'description' | 'tools'> & { intents?: readonly AnyIntent[]; bounds?: Partial<RunBounds> },
): Agent {
  const intents = definition.intents ?? [];
  const names = [...definition.tools.map((tool) => `tool ${tool.name}`), ...intents.map((intent) => `intent ${intent.name}`)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new TypeError(`Agent "${definition.name}" has the ${twice} twice.`);
  return { ...definition, intents, bounds: { ...defaultBounds, ...definition.bounds } };
}
