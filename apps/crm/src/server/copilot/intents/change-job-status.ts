import { defineIntent, type IntentTurn, type ProposalInput } from '@countersign/core';
import { dates, foldWord, type PersonName } from '@countersign/server';
import { hasPermission } from '../../auth/require-permission.ts';
import { lookUp, toLookup } from '../lookups/look-up.ts';
import { matchVehicles } from '../lookups/match-vehicles.ts';
import { findJobs, type Job } from '../lookups/sources.ts';
import { findRecent, isAboutMany, readCar, readOneClient } from '../reading/read-request.ts';
import { readTime, toLocal, toMomentWords } from '../reading/read-time.ts';
import { chooseOne } from '../replies/choose-one.ts';
import { notAllowed, say, sayIncomplete } from '../replies/say.ts';
import { readWantedStatus, statusWords, type WantedStatus } from '../slots/job-status.ts';
import { findRecordNumbers, recordNumber } from '../slots/record-number.ts';
import { shopPeople } from '../slots/shop-people.ts';
import { vehicleWords } from '../slots/vehicle-words.ts';
import { changeJobStatusExamples } from './change-job-status-examples.ts';

const name = 'change_job_status';
const otherwise = 'so I changed nothing';
const LIMIT = 50;

/** Marks one job as done, started, cancelled or missed. What cannot be mistaken is done at once; calling a job off is asked about. */
export const changeJobStatusIntent = defineIntent({
  name,
  title: 'Mark a job as started, done, cancelled or missed: “Mark the Henderson job done”',
  slots: { people: shopPeople, vehicle: vehicleWords, number: recordNumber, date: dates },
  ...changeJobStatusExamples,
  propose,
});

type Slots = { people?: readonly PersonName[] };
type Turn = IntentTurn<Slots>;

function propose(turn: Turn): ProposalInput {
  const { text, principal } = turn;
  if (!hasPermission(principal, 'jobs:work')) return notAllowed('change jobs');
  if (isAboutMany(text)) return say('I change one job at a time, so I changed nothing. Tell me which one.');
  const status = readWantedStatus(text);
  if (!status) return sayIncomplete('What should the job be marked as: in progress, done, cancelled or a no-show?');
  if (status === 'cancelled' && !hasPermission(principal, 'jobs:write')) return notAllowed('cancel jobs');
  const found = listCandidates(turn);
  if ('proposal' in found) return found.proposal;
  const open = found.jobs.filter((job) => isOpenFor(job, status));
  if (open.length === 0) return say(toNothing(found, status));
  const chosen = chooseOne(turn, {
    ...{ intent: name, slot: 'job', otherwise },
    items: open,
    toChoice: (job) => toJobChoice(job, principal.timeZone),
    question: toQuestion(open, found.isExact, status),
    isSure: found.isExact && !isDoubtful(text) && status !== 'cancelled' && status !== 'no_show',
  });
  if ('proposal' in chosen) return chosen.proposal;
  return { calls: [{ tool: 'change_job_status', input: { jobId: chosen.item.id, status } }], isFinal: true };
}

/** "Henderson job done?" may be a question. With "can you" or "please" it is an order for all that. */
const isDoubtful = (text: string) => /\?\s*$/u.test(text) && !/\b(?:can|could|would|will|please|pls)\b/iu.test(text);

interface Candidates {
  jobs: readonly Job[];
  /** What was looked for, as it was said. */
  said: string;
  /** False: these are only spelled alike, or nothing said which job it is. */
  isExact: boolean;
}

function listCandidates(turn: Turn): Candidates | { proposal: ProposalInput } {
  const { text, slots, principal } = turn;
  const ctx = { now: turn.now, timeZone: principal.timeZone };
  const number = findRecordNumbers(text).find(({ value }) => value.kind !== 'invoice' && value.kind !== 'quote')?.value.number;
  const who = readOneClient(slots.people, otherwise);
  if ('proposal' in who) return who;
  const car = readCar(text);
  const queries = number !== undefined ? [`#${number}`] : who.queries.length > 0 ? who.queries : car !== undefined ? [car] : [];
  const { day } = readTime(text, ctx);
  if (queries.length === 0) return listUnnamed(turn, day);
  const looked = lookUp(
    turn,
    queries.map((query) => toLookup(findJobs, { query, limit: LIMIT })),
  );
  if ('proposal' in looked) return looked;
  const answers = looked.answers.map(({ jobs }, index) => ({ jobs, query: queries[index] ?? '' }));
  if (number !== undefined) return { jobs: answers.flatMap(({ jobs }) => jobs.filter((job) => job.number === number)), said: `job ${number}`, isExact: true };
  const exact = answers.find(({ jobs, query }) => jobs.some((job) => isCalled(job, query)));
  const { jobs, query } = exact ?? answers.find((answer) => answer.jobs.length > 0) ?? { jobs: [], query: queries[0] ?? '' };
  const named = narrow(jobs, { car, day, timeZone: principal.timeZone });
  return { jobs: named, said: `job of ${query}`, isExact: exact !== undefined };
}

/** "Mark it done": the job of this conversation, else those of the day. */
function listUnnamed(turn: Turn, said: string | undefined): Candidates | { proposal: ProposalInput } {
  const today = toLocal(turn.now, turn.principal.timeZone).slice(0, 10);
  const recent = findRecent(turn, 'job');
  const day = said ?? today;
  const looked = lookUp(turn, [
    recent !== undefined && said === undefined ? toLookup(findJobs, { query: '', limit: LIMIT }) : toLookup(findJobs, { from: day, to: day, limit: LIMIT }),
  ]);
  if ('proposal' in looked) return looked;
  const { jobs } = looked.answers[0];
  const meant = jobs.find((job) => job.id === recent);
  return meant && said === undefined
    ? { jobs: [meant], said: 'that job', isExact: true }
    : { jobs, said: said ? `job on that day` : 'job of today', isExact: false };
}

/** Do the words begin words of the client or the vehicle, as the search has it when nothing is misspelled? */
function isCalled({ clientName, vehicleName }: Job, query: string): boolean {
  const known = toWords(`${clientName} ${vehicleName}`);
  return toWords(query).every((word) => known.some((other) => other.startsWith(word)));
}

const toWords = (text: string) => [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => foldWord(word));

/** Of the jobs of somebody, those of the car and of the day that are named. */
function narrow(jobs: readonly Job[], { car, day, timeZone }: { car: string | undefined; day: string | undefined; timeZone: string }): readonly Job[] {
  const onDay = day === undefined ? jobs : jobs.filter((job) => toLocal(new Date(job.startsAt), timeZone).startsWith(day));
  if (car === undefined) return onDay;
  const cars = onDay.map((job) => ({
    job,
    year: null,
    make: '',
    model: job.vehicleName
      .replace(/^\d{4}\s+/, '')
      .split(' ')
      .slice(1)
      .join(' '),
    color: null,
    plate: null,
  }));
  const named = matchVehicles(car, cars).map(({ job }) => job);
  return named.length > 0 ? named : onDay;
}

function isOpenFor({ status }: Job, wanted: WantedStatus): boolean {
  return status === 'scheduled' || (status === 'in_progress' && (wanted === 'done' || wanted === 'cancelled'));
}

function toQuestion(open: readonly Job[], isExact: boolean, status: WantedStatus): string {
  const verb = status === 'cancelled' ? 'Cancel' : `Mark as ${statusWords[status]}`;
  if (open.length > 1) return `Which job is it? ${isExact ? '' : 'These come near. '}`.trim();
  return `${verb}: is it this one?`;
}

function toNothing({ jobs, said }: Candidates, status: WantedStatus): string {
  if (jobs.some((job) => job.status === status)) return `The ${said} is ${statusWords[status]} already, ${otherwise}.`;
  if (jobs.length > 0) return `There is no open ${said}, ${otherwise}.`;
  return `I found no ${said}, ${otherwise}.`;
}

export const toJobChoice = (job: Job, timeZone: string) => ({
  label: `Job ${job.number}, ${job.clientName}`,
  detail: `${job.vehicleName} · ${toMomentWords(job.startsAt, timeZone)} · ${job.status.replace('_', ' ')}`,
});
