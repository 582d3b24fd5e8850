import type { CallResult, IntentTurn, ProposalInput } from '@countersign/core';
import { say } from '../replies/say.ts';

/** A tool without an effect, as far as asking it and reading its answer go. */
export interface Source<O> {
  readonly name: string;
  readonly output: { parse(value: unknown): O };
}

/** A question to the shop's own data. */
export interface Lookup<O> {
  source: Source<O>;
  input: Readonly<Record<string, string | number | boolean>>;
}

// biome-ignore lint/suspicious/noExplicitAny: type plumbing: look-ups of different answers go out together
type AnyLookup = Lookup<any>;
type Answers<L extends readonly AnyLookup[]> = { [K in keyof L]: L[K] extends Lookup<infer O> ? O : never };

export function toLookup<O>(source: Source<O>, input: Lookup<O>['input']): Lookup<O> {
  return { source, input };
}

/** The answers, or what to propose until they are there: the calls that are missing, or why there will be none. */
export type Looked<L extends readonly AnyLookup[]> = { answers: Answers<L> } | { proposal: ProposalInput };

/**
 * Asks for what is not known yet in this run. Look-ups have no effect, so all of them run side by side.
 *
 * @example const looked = lookUp(turn, [toLookup(listServicesTool, {})]); if ('proposal' in looked) return looked.proposal
 */
export function lookUp<const L extends readonly AnyLookup[]>({ results }: Pick<IntentTurn<unknown>, 'results'>, lookups: L): Looked<L> {
  const found = lookups.map((lookup) => results.find((result) => isAnswerTo(result, lookup)));
  const missing = lookups.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) return { proposal: { calls: missing.map(({ source, input }) => ({ tool: source.name, input: { ...input } })) } };
  const failed = found.find((result) => result?.ok === false);
  if (failed?.ok === false) return { proposal: say(`I could not look that up: ${failed.error.message}`) };
  return { answers: lookups.map(({ source }, index) => source.output.parse(toOutput(found[index]))) as Answers<L> };
}

const toOutput = (result: CallResult | undefined): unknown => (result?.ok ? result.output : undefined);

/** What was asked is what the call was made with; the contract's defaults may have joined it. */
function isAnswerTo(result: CallResult, { source, input }: AnyLookup): boolean {
  const asked = result.input as Readonly<Record<string, unknown>>;
  return result.tool === source.name && Object.entries(input).every(([name, value]) => asked[name] === value) && sameNames(asked, input);
}

/** A search of one client is none of all, though the words are the same. */
const sameNames = (asked: Readonly<Record<string, unknown>>, input: AnyLookup['input']) =>
  ['clientId', 'status', 'from'].every(
    (name) => (asked[name] === undefined || isDefault(name, asked[name])) === (input[name] === undefined || isDefault(name, input[name])),
  );
const isDefault = (name: string, value: unknown) => name === 'status' && value === 'all';
