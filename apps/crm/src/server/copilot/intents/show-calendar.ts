import { defineIntent, type IntentTurn, node, type ProposalInput } from '@countersign/core';
import { dates, findDates, type PersonName } from '@countersign/server';
import { fullName } from '../../../shared/client.ts';
import { hasPermission } from '../../auth/require-permission.ts';
import { findPerson } from '../lookups/find-person.ts';
import { lookUp, toLookup } from '../lookups/look-up.ts';
import { findJobs, type Job } from '../lookups/sources.ts';
import { readOneClient } from '../reading/read-request.ts';
import { toDayWords, toHourWords, toLocal, toMomentWords } from '../reading/read-time.ts';
import { notAllowed, say } from '../replies/say.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { showCalendarExamples } from './show-calendar-examples.ts';

const name = 'show_calendar';
const LIMIT = 50;

/** Lists what is planned: of a day, of a stretch of days, or for one client from today on. */
export const showCalendarIntent = defineIntent({
  name,
  title: 'Say what is on the calendar: “What’s on the calendar tomorrow?”',
  answers: true,
  slots: { people: shopPeople, date: dates },
  ...showCalendarExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };

function propose(turn: IntentTurn<Slots>): ProposalInput {
  const { principal, now, text } = turn;
  if (!hasPermission(principal, 'jobs:read')) return notAllowed('see the calendar');
  const who = readOneClient(turn.slots.people, 'so I looked for none');
  if ('proposal' in who) return who.proposal;
  const today = toLocal(now, principal.timeZone).slice(0, 10);
  const said = findDates(text, { now, timeZone: principal.timeZone }).find(({ value }) => value.day !== undefined)?.value;
  if (who.queries.length > 0)
    return showPerson(turn, who.queries, said?.day === undefined ? { from: today } : { from: said.day, to: said.lastDay ?? said.day });
  const from = said?.day ?? today;
  const to = said?.lastDay ?? from;
  const looked = lookUp(turn, [toLookup(findJobs, { from, to, status: 'booked', limit: LIMIT })]);
  if ('proposal' in looked) return looked.proposal;
  const { jobs, total } = looked.answers[0];
  const days = from === to ? toDays(from, today) : `from ${toDayWords(from)} to ${toDayWords(to)}`;
  if (jobs.length === 0) return say(`Nothing is on the calendar ${days}.`);
  return list(jobs, { title: `${toCount(total)} ${days}`, total, timeZone: principal.timeZone, isOneDay: from === to });
}

function showPerson(turn: IntentTurn<Slots>, queries: readonly string[], days: { from: string; to?: string }): ProposalInput {
  const { timeZone } = turn.principal;
  const found = findPerson(turn, { intent: name, queries, otherwise: 'so there is nothing to show' });
  if ('proposal' in found) return found.proposal;
  const looked = lookUp(turn, [toLookup(findJobs, { clientId: found.client.id, status: 'booked', limit: LIMIT, ...days })]);
  if ('proposal' in looked) return looked.proposal;
  const { jobs, total } = looked.answers[0];
  const who = fullName(found.client);
  if (jobs.length === 0) return say(`${who} has nothing on the calendar${days.to === undefined ? ' from today on' : ' then'}.`);
  return list(jobs, { title: `${toCount(total)} for ${who}`, total, timeZone, isOneDay: false });
}

const toCount = (total: number) => `${total} ${total === 1 ? 'job' : 'jobs'}`;

function toDays(day: string, today: string): string {
  const daysAhead = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  const near: Readonly<Record<number, string>> = { [-1]: 'yesterday, ', 0: 'today, ', 1: 'tomorrow, ' };
  return near[daysAhead] !== undefined ? `${near[daysAhead]}${toDayWords(day)}` : `on ${toDayWords(day)}`;
}

interface Listing {
  title: string;
  total: number;
  timeZone: string;
  isOneDay: boolean;
}

function list(jobs: readonly Job[], { title, total, timeZone, isOneDay }: Listing): ProposalInput {
  const items = jobs.map((job) => ({
    id: job.id,
    label: `${isOneDay ? toHourWords(toLocal(new Date(job.startsAt), timeZone).slice(11)) : toMomentWords(job.startsAt, timeZone)} · ${job.clientName}`,
    detail: [job.vehicleName, job.bayName, job.status.replace('_', ' ')].join(' · '),
  }));
  return { show: [node('records', { title, panel: 'job', items, ...(total > jobs.length ? { more: total - jobs.length } : {}) })], calls: [], isFinal: true };
}
