import { z } from 'zod';

/** A whole number. Tools and the API send numbers, inputs their text; '' is no number. */
export const wholeNumber = (message: string) =>
  z
    .union([z.int(message), z.string().trim().max(12)], message)
    .transform((value) => (value === '' ? Number.NaN : Number(value)))
    .pipe(z.int(message));
