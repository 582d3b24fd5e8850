import type { AnyTool } from '../contract/define-tool.ts';
import { findInText, findWordsInText } from './find-in-text.ts';
import { type FieldValue, listFields } from './list-fields.ts';

/** Where a value came from. `unknown`: nobody said it and nothing returned it, so the proposer made it up. */
export type Origin =
  | { kind: 'user_words' }
  | { kind: 'allow_list' }
  | { kind: 'trusted_field'; tool: string; path: string }
  | { kind: 'third_party'; tool: string; path: string }
  | { kind: 'unknown' };

export interface TracedArgument {
  path: string;
  value: string | number;
  origin: Origin;
}

/** A call of this run that has succeeded. */
export interface TracedResult {
  tool: Pick<AnyTool, 'name' | 'input' | 'output'>;
  input: unknown;
  output: unknown;
}

/** What the run may know values from: a projection of the rows it has anyway. */
export interface ProvenanceSources {
  /** What the person wrote in this session, words and form fields alike. */
  words: readonly string[];
  /** Oldest first. */
  results: readonly TracedResult[];
  /** Targets that the tenant has allowed for good. */
  allowList?: readonly string[];
}

type Traced = Pick<AnyTool, 'name' | 'input' | 'risk' | 'reach'>;

/** Calls whose target must be traceable: what leaves the tenant, what destroys, what cannot be taken back, what moves money. */
export function mustBeTraced(tool: Traced, input: unknown): boolean {
  if (tool.reach === 'outward' || tool.risk === 'destructive' || tool.risk === 'irreversible') return true;
  return listFields(tool.input, input).some(({ meaning }) => meaning === 'amount');
}

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
  const known = toKnown(sources);
  return listTargets(tool, input).map(({ path, value }) => ({ path, value, origin: trace(value, sources, known) }));
}

export function isTraceable(origin: Origin): boolean {
  return origin.kind !== 'third_party' && origin.kind !== 'unknown';
}

/** A contract that says nothing of its arguments has no harmless ones: every free text is taken for a target. */
function listTargets(tool: Traced, input: unknown): FieldValue[] {
  const fields = listFields(tool.input, input).filter(({ isChoice }) => !isChoice);
  if (fields.some(({ meaning }) => meaning !== undefined)) return fields.filter(({ meaning }) => meaning === 'target');
  return fields.filter(({ value }) => typeof value === 'string');
}

interface KnownValue extends FieldValue {
  tool: string;
}

/** The index of the run: every value its calls returned, its trust lowered where a third party's text had steered the call. */
function toKnown(sources: ProvenanceSources): KnownValue[] {
  const known: KnownValue[] = [];
  for (const { tool, input, output } of sources.results) {
    const isSteered = listFields(tool.input, input).some((field) => !field.isChoice && isSteering(field, sources, known));
    const returned = listFields(tool.output, output).map((field) => ({ ...field, tool: tool.name }));
    known.push(...(isSteered ? returned.map((field) => ({ ...field, trust: 'third_party' as const })) : returned));
  }
  return known;
}

/** Was this argument of a search taken from a third party? One that nobody said counts too, once such text has been read. */
function isSteering(field: FieldValue, sources: ProvenanceSources, known: readonly KnownValue[]): boolean {
  const { value, meaning } = field;
  if (value === '' || meaning === 'content' || meaning === 'amount') return false;
  // Numbers are limits and pages, unless the contract says that they look for something.
  if (typeof value === 'number' && meaning === undefined) return false;
  if (sources.words.some((text) => findWordsInText(String(value), text))) return false;
  const origin = trace(value, sources, known);
  if (origin.kind === 'third_party') return true;
  return origin.kind === 'unknown' && known.some(({ trust }) => trust === 'third_party');
}

function trace(value: string | number, sources: ProvenanceSources, known: readonly KnownValue[]): Origin {
  if (sources.words.some((text) => findInText(value, text))) return { kind: 'user_words' };
  if (sources.allowList?.some((allowed) => isSame(allowed, value))) return { kind: 'allow_list' };
  const holding = known.filter((field) => isSame(field.value, value) || (typeof field.value === 'string' && findInText(value, field.value)));
  const trusted = holding.find(({ trust }) => trust !== 'third_party');
  if (trusted) return { kind: 'trusted_field', tool: trusted.tool, path: trusted.path };
  const [foreign] = holding;
  return foreign ? { kind: 'third_party', tool: foreign.tool, path: foreign.path } : { kind: 'unknown' };
}

const isSame = (one: string | number, other: string | number) => String(one).normalize('NFKC').toLowerCase() === String(other).normalize('NFKC').toLowerCase();
