import { z } from 'zod';
import { type Field, hasMeaning, listFields } from '../contract/list-arguments.ts';
import type { AnyTool } from '../contract/tool-contract.ts';
import { Json } from '../json.ts';
import { createTraceIndex, type TracedResult, type TraceIndex } from './trace-index.ts';

/** Where a value came from. `unknown`: nobody said it and nothing returned it, so the proposer made it up. */
export const Origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user_words') }),
  z.object({ kind: z.literal('allow_list') }),
  z.object({ kind: z.literal('trusted_field'), tool: z.string(), path: z.string() }),
  z.object({ kind: z.literal('third_party'), tool: z.string(), path: z.string() }),
  z.object({ kind: z.literal('unknown') }),
]);
export type Origin = z.infer<typeof Origin>;

export const TracedArgument = z.object({
  /** JSON Pointer into the input. */
  path: z.string(),
  value: Json,
  origin: Origin,
});
export type TracedArgument = z.infer<typeof TracedArgument>;

/** What the run may know values from: a projection of the rows it has anyway. */
export interface ProvenanceSources {
  /** What the person wrote in this session, words and form fields alike. */
  words: readonly string[];
  /** Oldest first. */
  results: readonly TracedResult[];
  /** Targets that the tenant has allowed for good. */
  allowList?: readonly string[];
}

type Traced = Pick<AnyTool, 'input' | 'risk' | 'reach'>;

/** Calls whose target must be traceable: what leaves the tenant, what destroys, what cannot be taken back, what moves money. */
export function mustBeTraced(tool: Traced, input: unknown): boolean {
  return isGrave(tool) || (hasMeaning(tool.input, 'amount') && listFields(tool.input, input).some(({ meaning }) => meaning === 'amount'));
}

/** The same without an input: may a call of this tool have to be traced? */
export function mayBeTraced(tool: Traced): boolean {
  return isGrave(tool) || hasMeaning(tool.input, 'amount');
}

const isGrave = ({ reach, risk }: Pick<Traced, 'reach' | 'risk'>) => reach === 'outward' || risk === 'destructive' || risk === 'irreversible';

/**
 * The targets of a call and where each came from: the person's own words, a list of the tenant, a field that the tenant or
 * code wrote, or else text of a third party, or nowhere. Pure.
 *
 * A search that a third party's text asked for makes its hits that party's too: following "text Bob" out of an inbound
 * message to Bob's id does not launder it. The measure behind the rule: a static replay of AgentDojo's 929 attack pairs,
 * 97 % stopped, 39 of 100 honest consequential calls asked about.
 *
 * @example traceTargets(sendEmail, { to: 'eve@evil.test' }, { words: ['Send Bob the report'], results: [] })
 *   // [{ path: 'to', value: 'eve@evil.test', origin: { kind: 'unknown' } }]
 */
export function traceTargets(tool: Traced, input: unknown, sources: ProvenanceSources): TracedArgument[] {
  const index = createTraceIndex(sources);
  for (const result of sources.results) index.add(result);
  return findTargets(tool, input, index);
}

/** The same by an index that is kept: what a run of many calls traces by. */
export function findTargets(tool: Traced, input: unknown, index: TraceIndex): TracedArgument[] {
  return listTargets(tool, input).map(({ path, value }) => ({ path, value, origin: index.findOrigin(value) }));
}

export function isTraceable(origin: Origin): boolean {
  return origin.kind !== 'third_party' && origin.kind !== 'unknown';
}

/** What the contract calls a target, and every free text of which it says nothing: that may be one. */
function listTargets(tool: Traced, input: unknown): Field[] {
  return listFields(tool.input, input).filter(
    ({ value, meaning, isChoice }) => !isChoice && value !== null && (meaning === 'target' || (meaning === undefined && typeof value === 'string')),
  );
}

/** The origin in a few words, for the card on which a person decides. */
export function explainOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'user_words':
      return 'said by you';
    case 'allow_list':
      return 'on a list of your organisation';
    case 'trusted_field':
      return `found by ${origin.tool.replaceAll('_', ' ')}`;
    case 'third_party':
      return `taken from a text that somebody outside wrote (${origin.tool.replaceAll('_', ' ')})`;
    case 'unknown':
      return 'neither said by you nor found in your records';
    default:
      return origin satisfies never;
  }
}
