import { expect } from 'vitest';
import { picture, type Sql, test } from './test.ts';
import type { Visit } from './visit.ts';

const textsTo = (sql: Sql, phone: string) => sql<{ body: string }>('select body from crm.outbox where recipient = $1', [phone]);

/** Starts a task on its page by keyboard, and is then on the page of that one. */
async function startTask({ page, go }: Visit, task: string): Promise<void> {
  await go('/runs');
  const words = page.getByRole('textbox', { name: 'What should the copilot do?' });
  await words.fill(task);
  await words.press('Control+Enter');
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  await page.getByRole('main').getByText(task).first().waitFor();
}

test('I give the copilot a task: it works by itself, asks me on its page, does it once, and says what it did', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page, log, approval } = manager;
  const main = page.getByRole('main');
  await manager.haveClient({ firstName: 'Tessa', lastName: 'Task', phone: '555-310-9101' });
  await startTask(manager, 'Text Tessa Task that the car is ready');
  await approval.waitFor();
  await main.getByText('Needs your approval').waitFor();
  await main.getByRole('group').filter({ hasText: 'Send text' }).getByText('Waits for approval').waitFor();
  expect(await textsTo(sql, '+15553109101')).toEqual([]);
  await picture(page, 'task-waiting');

  await approval.getByRole('button', { name: /^Approve/ }).click();
  await main.getByText('Texted Tessa Task at (555) 310-9101.').waitFor();
  await main.getByText('Finished', { exact: true }).waitFor();
  await main.getByRole('group').filter({ hasText: 'Send text' }).getByText('Done').waitFor();
  expect(await main.getByRole('button', { name: 'Cancel the task' }).count()).toBe(0);
  expect(await textsTo(sql, '+15553109101')).toEqual([{ body: 'Hi Tessa, the car is ready.' }]);
  await picture(page, 'task-done');
  // The conversation in the dock is another one.
  await page.getByLabel('Conversation with the copilot').getByText('What can I take off your hands?').waitFor();
  expect(await log.getByText('Texted Tessa Task').count()).toBe(1);

  await page.getByRole('link', { name: 'Back to the tasks' }).click();
  await main.getByRole('link', { name: /Text Tessa Task.*Finished/ }).waitFor();
  await main.getByLabel('State').selectOption('Ran out of time');
  await main.getByText('No task is “Ran out of time”').waitFor();
  await main.getByRole('button', { name: 'Show every task' }).click();
  await main.getByRole('link', { name: /Text Tessa Task/ }).waitFor();
});

test('A task that waits can be cancelled: nothing is done, and its card says so', async ({ visit, sql }) => {
  const manager = await visit('owner@north.test');
  const { page, approval } = manager;
  const main = page.getByRole('main');
  await manager.haveClient({ firstName: 'Carl', lastName: 'Quits', phone: '555-310-9102' });
  await startTask(manager, 'Text Carl Quits that the car is ready');
  await approval.waitFor();
  await main.getByRole('button', { name: 'Cancel the task' }).click();
  await main.getByText('Cancelled', { exact: true }).first().waitFor();
  await main.getByText('The work was cancelled, so nothing was done.').waitFor();
  expect(await textsTo(sql, '+15553109102')).toEqual([]);
});

test('As a technician my tasks are my own, and what I may not do is not done in a task either', async ({ visit, sql }) => {
  const owner = await visit('owner@north.test');
  await owner.haveClient({ firstName: 'Terry', lastName: 'Denied', phone: '555-310-9103' });
  const technician = await visit('tech@north.test');
  const { page } = technician;
  const main = page.getByRole('main');
  await technician.go('/runs');
  await main.getByText('No tasks yet').waitFor();
  await picture(page, 'tasks-empty');
  await startTask(technician, 'Text Terry Denied that the car is ready');
  await main.getByText('Your role may not send texts.').waitFor();
  expect(await textsTo(sql, '+15553109103')).toEqual([]);
  await owner.go(new URL(page.url()).pathname);
  await owner.page.getByRole('main').getByText('There is no such page').waitFor();
});

test('When my tasks do not come, the page says so and asks again', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page } = manager;
  const main = page.getByRole('main');
  await page.route('**/agent/runs?**', (route) => route.fulfill({ status: 503, json: { error: { code: 'unavailable', message: 'The database is away.' } } }));
  await manager.go('/runs');
  await main.getByText('The tasks could not be loaded').waitFor();
  await picture(page, 'tasks-trouble');
  await page.unroute('**/agent/runs?**');
  await main.getByRole('button', { name: 'Try again' }).click();
  await main.getByText('The tasks could not be loaded').waitFor({ state: 'detached' });
});
