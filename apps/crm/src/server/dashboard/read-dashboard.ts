import type { Dashboard } from '../../shared/dashboard.ts';
import { isJobOpen } from '../../shared/job-status.ts';
import { type Actor, hasPermission } from '../auth/require-permission.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { listConversations } from '../inbox/list-conversations.ts';
import { listInvoices } from '../invoices/list-invoices.ts';
import { listJobs } from '../jobs/list-jobs.ts';
import { listQuotes } from '../quotes/list-quotes.ts';
import { shopDay } from '../quotes/shop-day.ts';

/** How many of a kind a card shows; the list behind it has the rest. */
const SHOWN = 4;
/** Jobs are shown as long as a morning's plan. */
const SHOWN_JOBS = 6;
/** More jobs than any shop has bays and hours for. */
const MAX_JOBS = 200;

/** What the shop looks at first, through the services of the lists, as far as the actor may see it. */
export async function readDashboard(tx: CrmTx, actor: Actor): Promise<Dashboard> {
  const today = shopDay(actor, new Date());
  return {
    today,
    jobs: hasPermission(actor, 'jobs:read') ? await readJobs(tx, actor, today) : null,
    money: hasPermission(actor, 'invoices:read') ? await readMoney(tx, actor) : null,
    messages: hasPermission(actor, 'messages:read') ? await readMessages(tx, actor) : null,
    quotes: hasPermission(actor, 'quotes:read') ? await readQuotes(tx, actor) : null,
  };
}

async function readJobs(tx: CrmTx, actor: Actor, today: string): Promise<Dashboard['jobs']> {
  const { jobs, total } = await listJobs(tx, actor, { q: '', status: 'booked', from: today, to: today, sort: 'startsAt', limit: MAX_JOBS });
  const open = jobs.filter((job) => isJobOpen(job.status));
  return { total, done: jobs.length - open.length, next: open.slice(0, SHOWN_JOBS) };
}

async function readMoney(tx: CrmTx, actor: Actor): Promise<Dashboard['money']> {
  const open = await listInvoices(tx, actor, { q: '', status: 'open', sort: 'dueOn', limit: 1 });
  const overdue = await listInvoices(tx, actor, { q: '', status: 'overdue', sort: 'dueOn', limit: SHOWN });
  const toSum = ({ total, balanceCents }: typeof open) => ({ invoices: total, balanceCents });
  return { open: toSum(open), overdue: toSum(overdue), longest: overdue.invoices };
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
