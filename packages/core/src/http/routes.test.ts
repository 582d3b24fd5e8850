import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Route } from './define-route.ts';
import { routes } from './routes.ts';

const all: [string, Route][] = Object.entries(routes);

/** Names of the fields of a query or body; of a union those of every form. */
function listNames(schema: z.ZodType | undefined): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.flatMap((option) => listNames(option as z.ZodType));
  if (schema === undefined) return [];
  throw new Error('This test knows objects and unions of them.');
}

describe.each(all)('%s', (_, route) => {
  // Callers give id and fields in one object, so it must be clear what goes where.
  it('names the id of its path, and only where there is one', () => {
    expect(route.id !== undefined).toBe(route.path.includes('{id}'));
  });

  it('takes a query or a body, not both', () => {
    expect(route.query !== undefined && route.body !== undefined).toBe(false);
  });

  it('has no field of the name of its id', () => {
    expect(listNames(route.query ?? route.body)).not.toContain(route.id);
  });
});

it('has one operation for a method of a path', () => {
  const places = all.map(([, { method, path }]) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});
