import { expect, test } from 'vitest';
import { z } from 'zod';
import { toInputSchema } from './to-input-schema.ts';

const Line = z.strictObject({ serviceId: z.string().meta({ meaning: 'target' }), priceCents: z.int().meta({ meaning: 'amount', description: 'In cents.' }) });

test.each(['draft-7', 'draft-2020-12'] as const)('what fields mean stays out of the schema, at any depth (%s)', (target) => {
  const schema = toInputSchema(
    z.strictObject({
      clientId: z.string().meta({ meaning: 'target' }).optional(),
      lines: z.array(Line).meta({ trust: 'tenant_user' }),
      either: z.union([z.string().meta({ meaning: 'content' }), z.strictObject({ body: z.string().meta({ meaning: 'content' }) })]),
      byName: z.record(z.string(), z.string().meta({ meaning: 'selector' })),
    }),
    target,
  );
  expect(JSON.stringify(schema)).not.toMatch(/"(meaning|trust)":/);
  expect(JSON.stringify(schema)).toContain('In cents.');
});

test('a field that is called "meaning" is no annotation, and stays', () => {
  expect(toInputSchema(z.object({ meaning: z.string(), trust: z.string() })).properties).toMatchObject({
    meaning: { type: 'string' },
    trust: { type: 'string' },
  });
});
