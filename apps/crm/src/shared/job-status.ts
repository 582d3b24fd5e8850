import { z } from 'zod';
import type { Permission } from './roles.ts';

export const jobStatuses = ['scheduled', 'in_progress', 'done', 'cancelled', 'no_show'] as const;
export const JobStatus = z.enum(jobStatuses);
export type JobStatus = z.infer<typeof JobStatus>;

/** A job of one of these has its bay to itself; the database sees to it (migrations/0006-jobs.ts names the same). */
export const booked = ['scheduled', 'in_progress', 'done'] as const satisfies readonly JobStatus[];

/** What may follow what. Whatever was marked by mistake can be taken back, if the bay is still free. */
const next: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  scheduled: ['in_progress', 'done', 'no_show', 'cancelled'],
  in_progress: ['done', 'scheduled', 'cancelled'],
  done: ['in_progress'],
  cancelled: ['scheduled'],
  no_show: ['scheduled'],
};

/** What a status asks of whoever sets it: working on what is planned is one thing, planning another. */
const permissions: Readonly<Record<JobStatus, Permission>> = {
  scheduled: 'jobs:write',
  in_progress: 'jobs:work',
  done: 'jobs:work',
  no_show: 'jobs:work',
  cancelled: 'jobs:write',
};

export function nextJobStatuses(status: JobStatus): readonly JobStatus[] {
  return next[status];
}

export function canJobFollow(from: JobStatus, to: JobStatus): boolean {
  return next[from].includes(to);
}

export function permissionForJobStatus(status: JobStatus): Permission {
  return permissions[status];
}

export function isBooked(status: JobStatus): boolean {
  return (booked as readonly JobStatus[]).includes(status);
}

/** Its time, bay and services can be changed. */
export function isJobOpen(status: JobStatus): boolean {
  return status === 'scheduled' || status === 'in_progress';
}

/** What people read. */
export const jobStatusLabels: Readonly<Record<JobStatus, string>> = {
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  done: 'Done',
  cancelled: 'Cancelled',
  no_show: 'No show',
};
