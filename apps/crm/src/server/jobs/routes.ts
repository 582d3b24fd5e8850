import type { Sql } from '@countersign/server';
import { Hono } from 'hono';
import { ChangeJobStatus, CreateJob, type JobView, ListJobs, UpdateJob } from '../../shared/job.ts';
import type { Actor } from '../auth/require-permission.ts';
import type { AppEnv } from '../http/app-env.ts';
import { type PanelRef, readPanel } from '../http/panel-ref.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { RecordRoutesOptions } from '../http/record-routes-options.ts';
import { changeJobStatus } from './change-job-status.ts';
import { createJob } from './create-job.ts';
import { getJob } from './get-job.ts';
import { listJobs } from './list-jobs.ts';
import { nameJob, namePlace } from './name-job.ts';
import { updateJob } from './update-job.ts';

export function createJobRoutes({ database, completeGoal }: RecordRoutesOptions): Hono<AppEnv> {
  const complete = async (actor: Actor, panel: PanelRef | undefined, job: JobView, verb: string, sql: Sql) => {
    if (!panel) return;
    await completeGoal(actor, { ...panel, panel: 'job', recordId: job.id, summary: `${verb} ${nameJob(job)}: ${namePlace(job)}.` }, sql);
  };
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListJobs);
      return c.json(await database.transaction(actor, (tx) => listJobs(tx, actor, query)));
    })
    .get('/:id', async (c) => {
      const { actor } = c.get('member');
      return c.json(await database.transaction(actor, (tx) => getJob(tx, actor, c.req.param('id'))));
    })
    .post('/', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, CreateJob);
      const job = await database.transaction(actor, async (tx, sql) => {
        const created = await createJob(tx, actor, input);
        await complete(actor, panel, created, 'Scheduled', sql);
        return created;
      });
      return c.json(job, 201);
    })
    .patch('/:id', async (c) => {
      const { actor } = c.get('member');
      const panel = readPanel(c.req);
      const input = await readBody(c.req, UpdateJob);
      const job = await database.transaction(actor, async (tx, sql) => {
        const changed = await updateJob(tx, actor, c.req.param('id'), input);
        await complete(actor, panel, changed, 'Changed', sql);
        return changed;
      });
      return c.json(job);
    })
    .post('/:id/status', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, ChangeJobStatus);
      return c.json(await database.transaction(actor, (tx) => changeJobStatus(tx, actor, c.req.param('id'), input)));
    });
}
