import { rm } from 'node:fs/promises';

import { createScratchDirectory } from '@countersign/server/testing';
import pg from 'pg';
import { expect } from 'vitest';
import { findEmbeddedUrl, startApp } from '../app-process.ts';
import { signIn } from './accounts.ts';
import { picture, test } from './test.ts';

test('The app is killed while a text waits for approval: it starts again, the page comes back by itself, I approve, and it is sent once', async ({
  visit,
  onTestFinished,
}) => {
  // An app of its own, since the others go on with the shared one.
  const directory = createScratchDirectory('countersign-restart-');
  let app = startApp({ PORT: '0', DATA_DIR: directory });
  onTestFinished(async () => {
    await app.stop();
    await rm(directory, { recursive: true });
  });
  const url = await app.ready();
  const manager = await visit('manager@north.test', { url, cookies: await signIn(url, 'manager@north.test') });
  const { page, approval, log } = manager;
  await manager.haveClient({ firstName: 'Killian', lastName: 'Restart', phone: '555-310-6001' });
  await manager.go('/clients');
  expect((await manager.ask('Text Killian Restart that the car is ready')).status).toBe('awaiting_approval');
  await approval.waitFor();
  const runId = (await manager.events()).find((event) => event.type === 'run.status')?.runId;

  app.child.kill('SIGKILL');
  expect(await app.ended).toBe('SIGKILL');
  await page.getByText('The connection dropped. Reconnecting…').waitFor();
  await picture(page, 'reconnecting');

  app = startApp({ PORT: new URL(url).port, DATA_DIR: directory });
  expect(await app.ready()).toBe(url);
  // The page is not reloaded: it finds the app again.
  await page.getByText('The connection dropped.').waitFor({ state: 'detached', timeout: 20_000 });
  const sql = new pg.Pool({ connectionString: findEmbeddedUrl(directory), max: 1 });
  onTestFinished(() => sql.end());
  const texts = async () => (await sql.query(`select recipient, body from crm.outbox where recipient = '+15553106001'`)).rows;
  expect(await texts()).toEqual([]);
  await manager.decide(() => approval.getByRole('button', { name: /^Approve/ }).click());
  await log.getByText('Texted Killian Restart at (555) 310-6001.').waitFor();
  expect(await texts()).toEqual([{ recipient: '+15553106001', body: 'Hi Killian, the car is ready.' }]);

  const states = (await manager.events()).flatMap((event) => (event.type === 'run.status' ? [`${event.runId === runId} ${event.status}`] : []));
  expect(states).toEqual(['pending', 'running', 'awaiting_approval', 'running', 'completed'].map((status) => `true ${status}`));
});
