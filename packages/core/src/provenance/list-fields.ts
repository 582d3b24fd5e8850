import { z } from 'zod';
import type { Meaning, Trust } from '../contract/field-meaning.ts';

/** One value inside an input or output, with what its contract says of it. */
export interface FieldValue {
  /** Dotted, as in errors: `lines.0.serviceId`. Empty for a value that is no object. */
  path: string;
  value: string | number;
  meaning: Meaning | undefined;
  trust: Trust;
  /** True for a value out of a closed set (enum, literal): nobody can slip in another. */
  isChoice: boolean;
}

interface Place {
  path: string;
  meaning: Meaning | undefined;
  trust: Trust;
}

/** What a contract says nothing about was written by the tenant's own people or by code. */
const root: Place = { path: '', meaning: undefined, trust: 'tenant_user' };

/**
 * Every text and number inside a value, under the meaning and trust of its field or of the nearest object around it that
 * has one. Where the schema does not reach (`z.unknown()`, `z.json()`), the value itself is walked. Pure.
 *
 * @example listFields(z.object({ to: z.string().meta({ meaning: 'target' }) }), { to: 'a@b.c' }) // [{ path: 'to', value: 'a@b.c', meaning: 'target', … }]
 */
export function listFields(schema: z.ZodType, value: unknown): FieldValue[] {
  return walk(schema, value, root);
}

function walk(given: z.ZodType, value: unknown, around: Place): FieldValue[] {
  const place = mark(given, around);
  const schema = unwrap(given);
  if (schema !== given) return walk(schema, value, place);
  if (value === null || value === undefined) return [];
  if (schema instanceof z.ZodUnion) {
    const option = schema.options.find((candidate) => (candidate as z.ZodType).safeParse(value).success);
    return option ? walk(option as z.ZodType, value, place) : walkPlain(value, place);
  }
  if (schema instanceof z.ZodIntersection) return [...walk(schema.def.left as z.ZodType, value, place), ...walk(schema.def.right as z.ZodType, value, place)];
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((item, index) => walk(schema.element as z.ZodType, item, at(place, String(index))));
  if (schema instanceof z.ZodRecord && isObject(value))
    return Object.entries(value).flatMap(([key, item]) => walk(schema.valueType as z.ZodType, item, at(place, key)));
  if (schema instanceof z.ZodObject && isObject(value)) {
    const shape = schema.shape as Record<string, z.ZodType>;
    return Object.entries(value).flatMap(([key, item]) =>
      Object.hasOwn(shape, key) ? walk(shape[key] as z.ZodType, item, at(place, key)) : walkPlain(item, at(place, key)),
    );
  }
  const isChoice = schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral;
  return walkPlain(value, place).map((field) => (isChoice ? { ...field, isChoice } : field));
}

/** Wrappers say nothing of the shape inside: `.optional()`, `.default()`, `.refine()` with a transform, and so on. */
function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return (schema.def.in instanceof z.ZodTransform ? schema.def.out : schema.def.in) as z.ZodType;
  if (schema instanceof z.ZodLazy) return schema.unwrap() as z.ZodType;
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return innerType ?? schema;
}

function mark(schema: z.ZodType, { path, meaning, trust }: Place): Place {
  const meta = schema.meta();
  return { path, meaning: meta?.meaning ?? meaning, trust: meta?.trust ?? trust };
}

const at = (place: Place, key: string): Place => ({ ...place, path: place.path === '' ? key : `${place.path}.${key}` });

function walkPlain(value: unknown, place: Place): FieldValue[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ ...place, value, isChoice: false }];
  if (Array.isArray(value)) return value.flatMap((item, index) => walkPlain(item, at(place, String(index))));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => walkPlain(item, at(place, key)));
  return [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
