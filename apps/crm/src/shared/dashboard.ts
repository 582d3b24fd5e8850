import { z } from 'zod';
import { InvoiceSummary } from './invoice.ts';
import { JobView } from './job.ts';
import { ConversationSummary } from './message.ts';
import { QuoteSummary } from './quote.ts';

/** `GET /api/dashboard`: what a shop looks at first. What somebody may not see is null. */
export const Dashboard = z.object({
  today: z.string().describe('YYYY-MM-DD in the zone of the shop'),
  jobs: z
    .object({
      total: z.int().describe('On the present day, but for what was called off'),
      done: z.int(),
      next: z.array(JobView).describe('The first of those that are not done'),
    })
    .nullable(),
  money: z
    .object({
      open: z.object({ invoices: z.int(), balanceCents: z.int() }).describe('All that is owed, the overdue among it'),
      overdue: z.object({ invoices: z.int(), balanceCents: z.int() }),
      longest: z.array(InvoiceSummary).describe('The longest overdue first'),
    })
    .nullable(),
  messages: z.object({ waiting: z.int().describe('Conversations'), latest: z.array(ConversationSummary) }).nullable(),
  quotes: z.object({ awaiting: z.int().describe('Sent, not answered, not run out'), soonest: z.array(QuoteSummary) }).nullable(),
});
export type Dashboard = z.infer<typeof Dashboard>;
