import { z } from 'zod';

/** A value that travels as JSON. */
export const Json: z.ZodType<Json> = z.json();
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
