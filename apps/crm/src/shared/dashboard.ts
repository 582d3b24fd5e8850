import { z } from 'zod';
import { ConversationSummary } from './message.ts';
import { QuoteSummary } from './quote.ts';

/** `GET /api/dashboard`: what a shop looks at first. What somebody may not see is null. */
export const Dashboard = z.object({
  today: z.string().describe('YYYY-MM-DD in the zone of the shop'),
  messages: z.object({ waiting: z.int().describe('Conversations'), latest: z.array(ConversationSummary) }).nullable(),
  quotes: z.object({ awaiting: z.int().describe('Sent, not answered, not run out'), soonest: z.array(QuoteSummary) }).nullable(),
});
export type Dashboard = z.infer<typeof Dashboard>;
