import { z } from 'zod';
import type { Json } from '../json.ts';
import type { Meaning, Trust } from './field-meaning.ts';

/** One value inside the input of a call: an empty list and an empty object count as values, so that nothing is left out. */
export interface Argument {
  /** Where it stands, as a JSON Pointer (RFC 6901): `/lines/0/priceCents`. */
  path: string;
  value: Json;
  /** What the contract says it is; undefined where it says nothing, or where the branches of a union disagree. */
  meaning: Meaning | undefined;
}

/** A value of an output, or of an input looked at for where it comes from. */
export interface Field extends Argument {
  /** Who wrote it; undefined where the contract says nothing. Where the branches of a union disagree, the one trusted least. */
  trust: Trust | undefined;
  /** True for a value out of a closed set (enum, literal): nobody can slip in another. */
  isChoice: boolean;
}

interface Schema {
  meaning?: Meaning;
  trust?: Trust;
  enum?: unknown[];
  const?: unknown;
  type?: string | string[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema | boolean;
  prefixItems?: Schema[];
}

type Side = 'input' | 'output';

/** Generated once a schema: contracts live as long as the process. */
const schemas = { input: new WeakMap<z.ZodType, Schema>(), output: new WeakMap<z.ZodType, Schema>() };

function toSchema(type: z.ZodType, io: Side): Schema {
  let schema = schemas[io].get(type);
  if (!schema) {
    schema = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Schema;
    schemas[io].set(type, schema);
  }
  return schema;
}

/**
 * Every value of an input, as it was proposed, with its meaning. A meaning said of a list or an object holds for what is in
 * it. Where it is not certain, none is given: whoever judges by it treats such a value as the most it could be.
 *
 * @example listArguments(z.object({ ids: z.array(z.string()).meta({ meaning: 'target' }) }), { ids: ['a'] })
 * // → [{ path: '/ids/0', value: 'a', meaning: 'target' }]
 */
export function listArguments(schema: z.ZodType, input: unknown): Argument[] {
  return listFields(schema, input).map(({ path, value, meaning }) => ({ path, value, meaning }));
}

/** Found once a schema, like the schemas themselves. */
const meaningsOf = new WeakMap<z.ZodType, ReadonlySet<string | undefined>>();

/** Does any field of an input carry this meaning? */
export function hasMeaning(schema: z.ZodType, meaning: Meaning): boolean {
  let meanings = meaningsOf.get(schema);
  if (!meanings) {
    meanings = new Set([...JSON.stringify(toSchema(schema, 'input')).matchAll(/"meaning":"(\w+)"/g)].map(([, found]) => found));
    meaningsOf.set(schema, meanings);
  }
  return meanings.has(meaning);
}

/** The same with who wrote each value, of an input or of an output. A trust said of a list or an object holds for what is in it. */
export function listFields(schema: z.ZodType, value: unknown, side: Side = 'input'): Field[] {
  const root = toSchema(schema, side);
  const found: Field[] = [];
  // Through JSON first: what is judged is what is stored and shown, whatever objects a caller made.
  const json = (value === undefined ? null : JSON.parse(JSON.stringify(value))) as Json;
  walk({ root, found }, json, [root], '', { meaning: undefined, trust: undefined });
  return found;
}

type Walk = { root: Schema; found: Field[] };
type Said = Pick<Field, 'meaning' | 'trust'>;

function walk(at: Walk, value: Json, candidates: readonly Schema[], path: string, around: Said): void {
  const fitting = candidates.flatMap((candidate) => expand(at.root, candidate, value, 0));
  const said: Said = {
    meaning: agree(fitting.map((schema) => schema.meaning ?? around.meaning)) ?? (fitting.length === 0 ? around.meaning : undefined),
    trust: leastTrusted(fitting.map((schema) => schema.trust ?? around.trust)) ?? around.trust,
  };
  const inner: [string, Json, Schema[]][] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item, fitting.flatMap((schema) => itemOf(schema, index))])
    : typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, item]) => [key, item, fitting.flatMap((schema) => propertyOf(schema, key))])
      : [];
  const isChoice = fitting.length > 0 && fitting.every((schema) => schema.enum !== undefined || schema.const !== undefined);
  if (inner.length === 0) at.found.push({ path, value, ...said, isChoice });
  for (const [key, item, next] of inner) walk(at, item, next, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, said);
}

/** The branches of a schema that a value of this kind may have come by. What is said of a union holds for its branches. */
function expand(root: Schema, schema: Schema, value: Json, depth: number): Schema[] {
  // Deeper than any schema that is not a circle of references.
  if (depth > 32) return [];
  const { meaning, trust } = schema;
  const target = schema.$ref === undefined ? undefined : schema.$ref === '#' ? root : root.$defs?.[schema.$ref.replace('#/$defs/', '')];
  const branches = [...(target ? [target] : []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (branches.length === 0) return isOfType(schema.type, value) ? [schema] : [];
  return branches.flatMap((branch) => expand(root, { ...(meaning && { meaning }), ...(trust && { trust }), ...branch }, value, depth + 1));
}

function isOfType(type: Schema['type'], value: Json): boolean {
  if (type === undefined) return true;
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return [type].flat().some((name) => name === kind || (name === 'integer' && kind === 'number'));
}

function propertyOf(schema: Schema, key: string): Schema[] {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return [schema.properties[key] as Schema];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

function itemOf(schema: Schema, index: number): Schema[] {
  const item = schema.prefixItems?.[index] ?? schema.items;
  return typeof item === 'object' ? [item] : [];
}

function agree(meanings: readonly (Meaning | undefined)[]): Meaning | undefined {
  return meanings.every((meaning) => meaning === meanings[0]) ? meanings[0] : undefined;
}

function leastTrusted(trusts: readonly (Trust | undefined)[]): Trust | undefined {
  return trusts.find((trust) => trust === 'third_party') ?? trusts.find((trust) => trust !== undefined);
}
