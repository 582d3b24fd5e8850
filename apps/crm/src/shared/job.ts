import { z } from 'zod';
import { BayId } from './bay.ts';
import { ClientId } from './client.ts';
import { JobStatus, jobStatuses } from './job-status.ts';
import { optionalText } from './optional-text.ts';
import { isLine, isText, LINE, TEXT } from './printable.ts';
import { QuoteId, QuoteLineInput } from './quote.ts';
import { ServiceId } from './service.ts';
import { VehicleId, VehicleSize } from './vehicle.ts';
import { WallClock } from './wall-clock.ts';
import { wholeNumber } from './whole-number.ts';

export const MIN_JOB_MINUTES = 15;
/** Three days: what takes longer is several jobs, or the bay is taken for work that nobody does in it. */
export const MAX_JOB_MINUTES = 4_320;
const MAX_LINES = 30;
const DURATION = `A job takes between ${MIN_JOB_MINUTES} minutes and three days (${MAX_JOB_MINUTES} minutes).`;
const NO_LINES = 'A job needs at least one service.';

/** Selects and inputs send '' for what was not chosen. */
const orNothing = <T extends z.ZodType<string, string>>(schema: T) => z.union([z.literal('').transform(() => null), z.null(), schema]);

const Lines = z.array(QuoteLineInput).max(MAX_LINES, `A job has at most ${MAX_LINES} services.`);

const fields = {
  clientId: z.uuid('Choose the client.').meta({ meaning: 'target' }),
  vehicleId: z.uuid('Choose the vehicle.').meta({ meaning: 'target' }),
  bayId: orNothing(BayId).meta({ meaning: 'target' }),
  startsAt: WallClock.meta({ meaning: 'content' }),
  durationMinutes: z.union([
    z.literal('').transform(() => null),
    z.null(),
    wholeNumber('A duration in whole minutes is needed, such as 90.').refine((minutes) => minutes >= MIN_JOB_MINUTES && minutes <= MAX_JOB_MINUTES, DURATION),
  ]),
  notes: optionalText(z.string().trim().refine(isText, TEXT).nullable(), 2_000).meta({ meaning: 'content' }),
};

/**
 * Plan a job: the one schema of the form, `POST /api/jobs` and the tool `create_job`. With a quote, its client, vehicle and
 * services are taken unless others are given.
 */
export const CreateJob = z
  .strictObject({
    quoteId: orNothing(QuoteId).meta({ meaning: 'target' }).default(null).describe('A quote that was not declined and has not run out'),
    clientId: fields.clientId.nullable().default(null),
    vehicleId: fields.vehicleId.nullable().default(null),
    lines: Lines.default([]),
    bayId: fields.bayId.default(null).describe('Null: the first that is free at that time'),
    startsAt: fields.startsAt.describe("Wall-clock time in the shop's zone, YYYY-MM-DDTHH:mm"),
    durationMinutes: fields.durationMinutes.default(null).describe('Null: what the services take together'),
    notes: fields.notes.default(null),
  })
  .superRefine(({ quoteId, clientId, vehicleId, lines }, ctx) => {
    if (quoteId !== null) return;
    if (clientId === null) ctx.addIssue({ code: 'custom', path: ['clientId'], message: 'Choose the client.' });
    if (vehicleId === null) ctx.addIssue({ code: 'custom', path: ['vehicleId'], message: 'Choose the vehicle.' });
    if (lines.length === 0) ctx.addIssue({ code: 'custom', path: ['lines'], message: NO_LINES });
  });
export type CreateJob = z.infer<typeof CreateJob>;

/** Change a job that is not over: what is left out stays as it is; `lines` replace all lines. Whose job it is never changes. */
export const UpdateJob = z.strictObject({
  version: z.int().positive(),
  vehicleId: fields.vehicleId.optional(),
  lines: Lines.min(1, NO_LINES).optional(),
  bayId: fields.bayId.optional().describe('Null: the first that is free at that time'),
  startsAt: fields.startsAt.optional().describe("Wall-clock time in the shop's zone, YYYY-MM-DDTHH:mm"),
  durationMinutes: fields.durationMinutes.optional().describe('Null: what the services take together'),
  notes: fields.notes.optional(),
});
export type UpdateJob = z.infer<typeof UpdateJob>;

/** `POST /api/jobs/:id/status` and the tool `change_job_status`. */
export const ChangeJobStatus = z.strictObject({ version: z.int().positive(), status: JobStatus });
export type ChangeJobStatus = z.infer<typeof ChangeJobStatus>;

export const JobId = z.uuid();

const JobLineView = z.object({ serviceId: ServiceId, name: z.string(), priceCents: z.int() });

/** A job as the API and the tools show it. */
export const JobView = z.object({
  id: JobId,
  number: z.int().describe('As people name it; unique in the shop'),
  status: JobStatus,
  clientId: ClientId,
  clientName: z.string(),
  vehicleId: VehicleId,
  vehicleName: z.string(),
  vehicleSize: VehicleSize,
  quoteId: QuoteId.nullable(),
  quoteNumber: z.int().nullable(),
  bayId: BayId,
  bayName: z.string(),
  startsAt: z.string().describe('ISO 8601 instant'),
  endsAt: z.string().describe('ISO 8601 instant'),
  startsAtLocal: z.string().describe("YYYY-MM-DDTHH:mm in the shop's zone"),
  endsAtLocal: z.string().describe("YYYY-MM-DDTHH:mm in the shop's zone"),
  durationMinutes: z.int(),
  lines: z.array(JobLineView),
  discount: z
    .discriminatedUnion('kind', [z.object({ kind: z.literal('percent'), percent: z.number() }), z.object({ kind: z.literal('amount'), cents: z.int() })])
    .nullable()
    .describe('That of its quote'),
  subtotalCents: z.int(),
  discountCents: z.int(),
  totalCents: z.int(),
  notes: z.string().nullable(),
  startedAt: z.string().nullable().describe('ISO 8601 instant'),
  closedAt: z.string().nullable().describe('ISO 8601 instant at which it was marked done, cancelled or as no show'),
  version: z.int(),
  createdAt: z.string().describe('ISO 8601 instant'),
  updatedAt: z.string().describe('ISO 8601 instant'),
});
export type JobView = z.infer<typeof JobView>;

export const jobSorts = ['startsAt', '-startsAt', 'number', '-number', 'client', '-client', 'totalCents', '-totalCents'] as const;
export type JobSort = (typeof jobSorts)[number];

/** `booked`: everything that has its bay, which is all but what was called off. */
export const jobFilters = ['all', 'booked', ...jobStatuses] as const;

const Day = z.iso.date('This is not a day.').refine((day) => day.startsWith('20'), 'This is not a day.');

/** The query string of `GET /api/jobs`. */
export const ListJobs = z.strictObject({
  q: z.string().trim().max(200).refine(isLine, LINE).default(''),
  status: z.enum(jobFilters).default('all'),
  /** First and last day, both included, in the shop's zone: jobs of which any part is on them. */
  from: Day.optional(),
  to: Day.optional(),
  clientId: ClientId.optional(),
  vehicleId: VehicleId.optional(),
  quoteId: QuoteId.optional(),
  bayId: BayId.optional(),
  sort: z.enum(jobSorts).default('-startsAt'),
  /** The `next` of the page before; it belongs to the same search, filters and order. */
  cursor: z.string().max(1_500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListJobs = z.infer<typeof ListJobs>;

export const JobPage = z.object({ jobs: z.array(JobView), next: z.string().nullable(), total: z.int() });
export type JobPage = z.infer<typeof JobPage>;
