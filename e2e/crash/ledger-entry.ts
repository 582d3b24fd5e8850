import { z } from 'zod';

/** What a target can do for us after a crash: recognise a repeat by its key, say what happened, both, or neither. */
export const LedgerMode = z.enum(['key', 'verify', 'both', 'human']);
export type LedgerMode = z.infer<typeof LedgerMode>;

/** A line of the ledger's file. A `repeat` was recognised and had no effect; a `question` was only asked. */
export const LedgerEntry = z.object({
  kind: z.enum(['effect', 'repeat', 'question']),
  id: z.string(),
  mode: LedgerMode,
  text: z.string(),
  key: z.string().optional(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
