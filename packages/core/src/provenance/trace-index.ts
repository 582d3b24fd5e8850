import type { Trust } from '../contract/field-meaning.ts';
import { type Field, listFields } from '../contract/list-arguments.ts';
import type { AnyTool } from '../contract/tool-contract.ts';
import type { Json } from '../json.ts';
import { type FoldedText, findInTexts, findWordsInText, foldText } from './find-in-text.ts';
import type { Origin } from './trace-arguments.ts';

/** A call of this run that has succeeded. */
export interface TracedResult {
  tool: Pick<AnyTool, 'name' | 'input' | 'output'>;
  input: unknown;
  output: unknown;
}

/** What a run knows values from: it grows with the results, so that a plan of many calls does not read them all for each. */
export interface TraceIndex {
  /** Takes in a result. In the order in which the calls were made: what an earlier one returned may have steered a later. */
  add(result: TracedResult): void;
  findOrigin(value: Json): Origin;
}

interface KnownValue {
  tool: string;
  path: string;
}

/** Values that are trusted alike: by what they are, and those that are texts to look through. */
interface KnownValues {
  exact: Map<string, KnownValue>;
  texts: Map<string, FoldedText & { where: KnownValue }>;
}

const emptyValues = (): KnownValues => ({ exact: new Map(), texts: new Map() });

/** Creates the index of a run over what its person said and what its tenant allows for good. */
export function createTraceIndex({ words, allowList = [] }: { words: readonly string[]; allowList?: readonly string[] }): TraceIndex {
  const said = words.map(foldText);
  const allowed = new Set(allowList.map(toComparable));
  const trusted = emptyValues();
  const foreign = emptyValues();

  function findOrigin(given: Json): Origin {
    const value = typeof given === 'number' || typeof given === 'string' ? given : JSON.stringify(given);
    if (findInTexts(value, said)) return { kind: 'user_words' };
    if (allowed.has(toComparable(value))) return { kind: 'allow_list' };
    const own = findKnown(trusted, value);
    if (own) return { kind: 'trusted_field', tool: own.tool, path: own.path };
    const theirs = findKnown(foreign, value);
    return theirs ? { kind: 'third_party', tool: theirs.tool, path: theirs.path } : { kind: 'unknown' };
  }

  /** Was this argument of a search taken from a third party? One that nobody said counts too, once such text has been read. */
  function isSteering({ value, meaning, isChoice }: Field): boolean {
    if (isChoice || value === null || value === '' || typeof value === 'object' || typeof value === 'boolean') return false;
    if (meaning === 'content' || meaning === 'amount') return false;
    // Numbers are limits and pages, unless the contract says that they look for something.
    if (typeof value === 'number' && meaning === undefined) return false;
    if (said.some((text) => findWordsInText(String(value), text))) return false;
    const origin = findOrigin(value);
    return origin.kind === 'third_party' || (origin.kind === 'unknown' && foreign.exact.size > 0);
  }

  return {
    findOrigin,
    add({ tool, input, output }) {
      const isSteered = listFields(tool.input, input).some(isSteering);
      for (const { path, value, trust } of listFields(tool.output, output, 'output')) {
        const lowered: Trust = isSteered ? 'third_party' : (trust ?? 'tenant_user');
        addKnown(lowered === 'third_party' ? foreign : trusted, { tool: tool.name, path }, value);
      }
    },
  };
}

function addKnown({ exact, texts }: KnownValues, where: KnownValue, value: Json): void {
  const key = toComparable(value);
  if (!exact.has(key)) exact.set(key, where);
  if (typeof value === 'string' && !texts.has(value)) texts.set(value, Object.assign(foldText(value), { where }));
}

/** The field that is the value, or else the first whose text says it: a search may have returned thousands. */
function findKnown({ exact, texts }: KnownValues, value: string | number): KnownValue | undefined {
  return exact.get(toComparable(value)) ?? findInTexts(value, texts.values())?.where;
}

const toComparable = (value: Json) => String(value).normalize('NFKC').toLowerCase();
