import { z } from 'zod';

/** The kinds of records that things are done to, and that notes are written on. */
export const recordTypes = ['client', 'vehicle', 'service', 'quote', 'job', 'invoice'] as const;
export const RecordType = z.enum(recordTypes);
export type RecordType = z.infer<typeof RecordType>;

/** One thing that was done, in words made by code. */
export const ActivityView = z.object({
  id: z.uuid(),
  recordType: RecordType,
  recordId: z.uuid(),
  action: z.string().describe('One word for what was done, such as created, changed, texted'),
  summary: z.string().describe('Such as "Changed the email of Jordan Miles"'),
  by: z.string().describe('The name of the person at that time'),
  isCopilot: z.boolean().describe('Done through the copilot, for that person'),
  createdAt: z.string().describe('ISO 8601 instant'),
});
export type ActivityView = z.infer<typeof ActivityView>;

/** The query string of `GET /api/activity`: what was done to one record; of a client also what was done to all that is theirs. */
export const ListActivity = z.strictObject({
  recordType: RecordType,
  recordId: z.uuid(),
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type ListActivity = z.infer<typeof ListActivity>;

export const ActivityPage = z.object({ activity: z.array(ActivityView), next: z.string().nullable() });
export type ActivityPage = z.infer<typeof ActivityPage>;
