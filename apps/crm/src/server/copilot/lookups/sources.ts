import { z } from 'zod';
import type { Source } from './look-up.ts';

/** What intents read of the answers of jobs, invoices and messages. */
const id = z.string();

export const Job = z.object({
  id,
  number: z.int(),
  status: z.string(),
  clientId: id,
  clientName: z.string(),
  vehicleName: z.string(),
  bayName: z.string(),
  startsAt: z.string(),
});
export type Job = z.infer<typeof Job>;

export const Invoice = z.object({
  id,
  number: z.int(),
  status: z.string(),
  isOverdue: z.boolean(),
  daysOverdue: z.int(),
  clientId: id,
  clientName: z.string(),
  totalCents: z.int(),
  paidCents: z.int(),
  refundedCents: z.int(),
  balanceCents: z.int(),
  dueOn: z.string(),
});
export type Invoice = z.infer<typeof Invoice>;

export const findJobs: Source<{ jobs: Job[]; total: number }> = { name: 'find_jobs', output: z.object({ jobs: z.array(Job), total: z.int() }) };
export const findInvoices: Source<{ invoices: Invoice[]; total: number; balanceCents: number }> = {
  name: 'find_invoices',
  output: z.object({ invoices: z.array(Invoice), total: z.int(), balanceCents: z.int() }),
};
export const getClientBalance: Source<{ balanceCents: number; overdueCents: number; invoices: Invoice[] }> = {
  name: 'get_client_balance',
  output: z.object({ balanceCents: z.int(), overdueCents: z.int(), invoices: z.array(Invoice) }),
};
const Message = z.object({ id, clientId: id.nullable(), clientName: z.string().nullable(), body: z.string() });
export type Message = z.infer<typeof Message>;
export const findMessages: Source<{ messages: Message[]; total?: number | undefined }> = {
  name: 'find_messages',
  output: z.object({ messages: z.array(Message), total: z.int().optional() }),
};
