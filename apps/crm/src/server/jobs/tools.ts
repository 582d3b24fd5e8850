import { defineTool } from '@countersign/core';
import { z } from 'zod';
import { BayList } from '../../shared/bay.ts';
import { ChangeJobStatus, CreateJob, JobId, JobView, jobFilters, ListJobs, UpdateJob } from '../../shared/job.ts';
import { jobStatusLabels } from '../../shared/job-status.ts';
import '../db/crm-tx.ts';
import { changeJobStatus } from './change-job-status.ts';
import { createJob } from './create-job.ts';
import { getJob } from './get-job.ts';
import { listBays } from './list-bays.ts';
import { listJobs } from './list-jobs.ts';
import { nameJob, namePlace } from './name-job.ts';
import { updateJob } from './update-job.ts';

const jobId = JobId.meta({ meaning: 'target' });
const Job = JobView.meta({ trust: 'tenant_user' });

export const findJobsTool = defineTool({
  name: 'find_jobs',
  description:
    'Find jobs by number, or by words of the client or the vehicle. from and to are days (YYYY-MM-DD, both included) in the time zone of the shop. In the order of their start with from or to, else the latest first.',
  input: z.strictObject({
    query: ListJobs.shape.q.meta({ meaning: 'selector' }),
    from: ListJobs.shape.from.meta({ meaning: 'selector' }),
    to: ListJobs.shape.to.meta({ meaning: 'selector' }),
    status: z.enum(jobFilters).default('all').describe('booked: all but cancelled and no_show').meta({ meaning: 'selector' }),
    clientId: ListJobs.shape.clientId.meta({ meaning: 'selector' }),
    limit: z.int().min(1).max(50).default(10),
  }),
  output: z.object({ jobs: z.array(Job), total: z.int() }),
  risk: 'safe',
  effect: 'none',
  permission: 'jobs:read',
  execute: (ctx, { query, from, to, ...rest }) =>
    listJobs(ctx.tx, ctx.principal, { q: query, from, to, sort: (from ?? to) === undefined ? '-startsAt' : 'startsAt', ...rest }),
});

export const getJobTool = defineTool({
  name: 'get_job',
  description: 'Read one job with its bay, time, services and totals in cents, named by its id.',
  input: z.strictObject({ jobId: JobId.meta({ meaning: 'selector' }) }),
  output: Job,
  risk: 'safe',
  effect: 'none',
  permission: 'jobs:read',
  execute: (ctx, input) => getJob(ctx.tx, ctx.principal, input.jobId),
});

export const createJobTool = defineTool({
  name: 'create_job',
  description:
    'Schedule a job. From a quote that still holds, quoteId and startsAt are enough. Leave bayId out for the first free bay, durationMinutes for what the services take, prices for those of the catalogue.',
  input: CreateJob,
  output: Job,
  risk: 'cautious',
  effect: 'database',
  permission: 'jobs:write',
  execute: (ctx, input) => createJob(ctx.tx, ctx.principal, input),
  impact: (_ctx, input) => ({ summary: `Schedule a job at ${input.startsAt.replace('T', ' ')}`, records: 1 }),
  receipt: (output) => `Scheduled ${nameJob(output)}: ${namePlace(output)}.`,
});

export const updateJobTool = defineTool({
  name: 'update_job',
  description:
    'Move or change one job that is not over, named by its id: start, duration, bay, vehicle, services or notes. lines replace all services; what is left out stays as it is.',
  input: UpdateJob.extend({ jobId, version: UpdateJob.shape.version.optional() }),
  output: Job,
  risk: 'cautious',
  effect: 'database',
  permission: 'jobs:write',
  execute: (ctx, { jobId: id, ...changes }) => updateJob(ctx.tx, ctx.principal, id, changes),
  impact: () => ({ summary: 'Change one job', records: 1 }),
  receipt: (output) => `Changed ${nameJob(output)}: ${namePlace(output)}.`,
});

export const changeJobStatusTool = defineTool({
  name: 'change_job_status',
  description:
    'Mark one job as in progress, done, no show or cancelled, or take that back. It tells the client nothing. Cancelling and scheduling again need jobs:write.',
  input: ChangeJobStatus.extend({ jobId, version: ChangeJobStatus.shape.version.optional() }),
  output: Job,
  risk: 'cautious',
  effect: 'database',
  permission: 'jobs:work',
  execute: (ctx, { jobId: id, ...change }) => changeJobStatus(ctx.tx, ctx.principal, id, change),
  impact: (_ctx, { status }) => ({ summary: `Mark one job as ${jobStatusLabels[status].toLowerCase()}`, records: 1 }),
  receipt: (output) => `Marked ${nameJob(output)} as ${jobStatusLabels[output.status].toLowerCase()}.`,
});

export const listBaysTool = defineTool({
  name: 'list_bays',
  description: 'List the bays of the shop: the places where one car at a time is worked on.',
  input: z.strictObject({}),
  output: BayList.meta({ trust: 'tenant_user' }),
  risk: 'safe',
  effect: 'none',
  permission: 'jobs:read',
  execute: (ctx) => listBays(ctx.tx, ctx.principal),
});
