import { expect, test } from 'vitest';
import { z } from 'zod';
import './field-meaning.ts';

test('meaning and trust stay with the field they were said of, and only there', () => {
  const Id = z.string();
  const input = z.object({ target: Id.meta({ meaning: 'target' }), seen: Id });
  expect(input.shape.target.meta()).toEqual({ meaning: 'target' });
  expect(input.shape.seen.meta()).toBeUndefined();
});
