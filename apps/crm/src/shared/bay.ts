import { z } from 'zod';
import { isLine, LINE } from './printable.ts';

const fields = {
  name: z.string().trim().min(1, 'A name is needed, such as Bay 1.').max(40).refine(isLine, LINE),
  isActive: z.boolean(),
};

/** Add a bay: `POST /api/bays`. It comes after those that are there. */
export const CreateBay = z.strictObject({ name: fields.name });
export type CreateBay = z.infer<typeof CreateBay>;

/** Rename a bay, or take it out of use: `PATCH /api/bays/:id`. */
export const UpdateBay = z.strictObject({ version: z.int().positive(), name: fields.name.optional(), isActive: fields.isActive.optional() });
export type UpdateBay = z.infer<typeof UpdateBay>;

export const BayId = z.uuid();

/** A place in the shop for one car at a time. */
export const BayView = z.object({
  id: BayId,
  name: z.string(),
  isActive: z.boolean().describe('False: nothing new is planned in it'),
  version: z.int(),
});
export type BayView = z.infer<typeof BayView>;

/** All of them, in the order in which they are offered: a shop has a handful. */
export const BayList = z.object({ bays: z.array(BayView) });
export type BayList = z.infer<typeof BayList>;
