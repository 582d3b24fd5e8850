import { expect, test } from 'vitest';
import { canJobFollow, isBooked, jobStatuses, permissionForJobStatus } from './job-status.ts';
import { permissionsOf } from './roles.ts';

test('a job is worked on and done, or it is called off; every step can be taken back', () => {
  const allowed = jobStatuses.flatMap((from) => jobStatuses.filter((to) => canJobFollow(from, to)).map((to) => `${from} > ${to}`));
  expect(allowed).toEqual([
    'scheduled > in_progress',
    'scheduled > done',
    'scheduled > cancelled',
    'scheduled > no_show',
    'in_progress > scheduled',
    'in_progress > done',
    'in_progress > cancelled',
    'done > in_progress',
    'cancelled > scheduled',
    'no_show > scheduled',
  ]);
});

test('only what was called off frees its bay', () => {
  expect(jobStatuses.filter((status) => !isBooked(status))).toEqual(['cancelled', 'no_show']);
});

test('a technician marks what happens to a job, and does not plan', () => {
  const may = jobStatuses.filter((status) => permissionsOf.technician.includes(permissionForJobStatus(status)));
  expect(may).toEqual(['in_progress', 'done', 'no_show']);
});
