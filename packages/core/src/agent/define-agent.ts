import type { z } from 'zod';
import type { AnyTool } from '../contract/tool-contract.ts';
import { defaultBounds, type RunBounds } from '../run/run-bounds.ts';
import type { AnyIntent } from './define-intent.ts';

/** A form of the host that a language model may open and fill; rules open panels by their own code. */
export interface PanelOffer {
  /** The name in `panel-open-command`. */
  readonly name: string;
  /** One sentence: what it is for and when to open it. */
  readonly description: string;
  /** The fields that may be filled in, all optional. */
  readonly fields: z.ZodObject;
}

/**
 * What one message may change. `one_mutation_per_turn` is for agents that people talk to: a model gets one call with an
 * effect, the rest is left out and said. Rules are code and may compose what they like.
 */
export const turnRules = ['one_mutation_per_turn', 'unlimited'] as const;
export type TurnRule = (typeof turnRules)[number];

/** An agent: a name, what it is for, the tools it may propose and the intents it understands without a model. */
export interface Agent {
  readonly name: string;
  /** One sentence, shown to users who ask what it can do. */
  readonly description: string;
  readonly tools: readonly AnyTool[];
  readonly intents: readonly AnyIntent[];
  readonly bounds: RunBounds;
  /** How much a model may change for one message; tasks are not limited by it. @default 'unlimited' */
  readonly turnRule: TurnRule;
  /** @default none */
  readonly panels: readonly PanelOffer[];
  /** How the agent is to behave, in the host's words: read by language models only. @default none */
  readonly instructions: string;
}

/**
 * Declares an agent.
 *
 * @throws {TypeError} when two of its tools, intents or panels share a name, or a panel's fields cannot be filled in one by one
 * @example defineAgent({ name: 'copilot', description: 'Helps the staff of a shop.', tools: [findClients], intents: [findClient] })
 */
export function defineAgent(
  definition: Pick<Agent, 'name' | 'description' | 'tools'> &
    Partial<Pick<Agent, 'intents' | 'turnRule' | 'panels' | 'instructions'>> & { bounds?: Partial<RunBounds> },
): Agent {
  const intents = definition.intents ?? [];
  const panels = (definition.panels ?? []).map((panel) => `panel ${panel.name}`);
  const names = [...definition.tools.map((tool) => `tool ${tool.name}`), ...intents.map((intent) => `intent ${intent.name}`), ...panels];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new TypeError(`Agent "${definition.name}" has the ${twice} twice.`);
  for (const panel of definition.panels ?? []) requirePartial(definition.name, panel);
  return { turnRule: 'unlimited', panels: [], instructions: '', ...definition, intents, bounds: { ...defaultBounds, ...definition.bounds } };
}

/** A form is filled in by parts; Zod makes no parts of an object with rules over several fields, and says so only when asked. */
function requirePartial(agent: string, panel: PanelOffer): void {
  try {
    panel.fields.partial();
  } catch (cause) {
    throw new TypeError(`Agent "${agent}", panel "${panel.name}": give its fields as a plain object, without rules over several fields.`, { cause });
  }
}
