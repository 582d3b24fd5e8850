import { z } from 'zod';
import { RecordType, recordTypes } from './activity.ts';

/** A record by kind and id. */
export const RecordRef = z.strictObject({ recordType: RecordType, recordId: z.uuid().toLowerCase() });
export type RecordRef = z.infer<typeof RecordRef>;

const MAX_NAMES = 100;
const ref = z
  .string()
  .regex(new RegExp(`^(${recordTypes.join('|')}):[0-9a-fA-F-]{36}$`), 'Expected a kind and an id, such as client:0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10.')
  .transform((text) => ({ recordType: text.split(':')[0], recordId: text.split(':')[1] }))
  .pipe(RecordRef);

/** The query string of `GET /api/records/names`: `of` holds records, each `kind:id`, with commas between them. */
export const NameRecords = z.strictObject({
  of: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(ref).min(1).max(MAX_NAMES)),
});
export type NameRecords = z.infer<typeof NameRecords>;

/** As each reads in the middle of a sentence, by its id: "the client Jordan Miles". Left out: those that are not there for who asks. */
export const RecordNames = z.object({ names: z.record(z.string(), z.string()) });
export type RecordNames = z.infer<typeof RecordNames>;
