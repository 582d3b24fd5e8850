import type { Dashboard } from '../../shared/dashboard.ts';
import { type Actor, hasPermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { listConversations } from '../inbox/list-conversations.ts';
import { listQuotes } from '../quotes/list-quotes.ts';
import { shopDay } from '../quotes/shop-day.ts';

/** How many of a kind a card shows; the list behind it has the rest. */
const SHOWN = 4;

/** What the shop looks at first, through the services of the lists, as far as the actor may see it. */
export async function readDashboard(tx: CrmTx, actor: Actor): Promise<Dashboard> {
  return {
    today: shopDay(actor, new Date()),
    messages: hasPermission(actor, 'messages:read') ? await readMessages(tx, actor) : null,
    quotes: hasPermission(actor, 'quotes:read') ? await readQuotes(tx, actor) : null,
  };
}

async function readMessages(tx: CrmTx, actor: Actor): Promise<Dashboard['messages']> {
  const { conversations, waiting } = await listConversations(tx, actor, { show: 'waiting', q: '', limit: SHOWN });
  return { waiting, latest: conversations };
}

/** Those that run out first come first: a word to the client may still be in time. */
async function readQuotes(tx: CrmTx, actor: Actor): Promise<Dashboard['quotes']> {
  const { quotes, total } = await listQuotes(tx, actor, { q: '', status: 'sent', sort: 'validUntil', limit: SHOWN });
  return { awaiting: total, soonest: quotes };
}
