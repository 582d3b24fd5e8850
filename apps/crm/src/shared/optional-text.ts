import { z } from 'zod';

/** Forms send '' for a field that was left empty or cleared; that means "nothing", not an invalid value. */
export const optionalText = <T extends z.ZodType<string | null, string | null>>(schema: T, max: number) =>
  z
    .string()
    .max(max)
    .nullable()
    .transform((text) => (text?.trim() ? text : null))
    .pipe(schema);
