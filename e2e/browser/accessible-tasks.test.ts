import { checkScreen } from './check-screen.ts';
import { test } from './test.ts';

test('My tasks, and the page of one that waits for me, can be used by everybody, on a desk and on a phone', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page, go } = manager;
  await manager.haveClient({ firstName: 'Asta', lastName: 'Handy', phone: '555-310-9104' });
  await go('/runs');
  await page.getByRole('textbox', { name: 'What should the copilot do?' }).fill('Text Asta Handy that the car is ready');
  await page.getByRole('button', { name: 'Start the task' }).click();
  await page.getByLabel('Approval needed').waitFor();
  await page.getByRole('group').filter({ hasText: 'Send text' }).first().click();
  await page.getByRole('main').getByText('Asked for', { exact: true }).waitFor();
  await checkScreen(page, 'task');
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  await page.getByRole('link', { name: 'Back to the tasks' }).click();
  await page
    .getByRole('link', { name: /Cancelled/ })
    .first()
    .waitFor();
  await checkScreen(page, 'tasks');
});
