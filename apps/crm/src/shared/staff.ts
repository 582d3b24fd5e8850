import { z } from 'zod';
import { Role } from './roles.ts';

/** Somebody who works in the shop. */
export const StaffMember = z.object({ id: z.string(), name: z.string(), role: Role });
export type StaffMember = z.infer<typeof StaffMember>;

export const StaffList = z.object({ staff: z.array(StaffMember) });
export type StaffList = z.infer<typeof StaffList>;
