import { z } from 'zod';
import type { Meaning, Trust } from './field-meaning.ts';

type Annotated = { meaning?: Meaning; trust?: Trust };

/**
 * The JSON Schema of what a tool takes, as models and clients are shown it. What a field means to the call is for our own
 * code to judge by: a proposer that could read it would know which arguments are looked at how.
 *
 * @param target the dialect. @default 'draft-2020-12'
 * @example toInputSchema(z.object({ clientId: z.string().meta({ meaning: 'target' }) })) // no "meaning" anywhere
 */
export function toInputSchema(input: z.ZodType, target: 'draft-7' | 'draft-2020-12' = 'draft-2020-12') {
  return z.toJSONSchema(input, {
    target,
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const annotated = jsonSchema as Annotated;
      delete annotated.meaning;
      delete annotated.trust;
    },
  });
}
