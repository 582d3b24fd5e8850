import { expect } from 'vitest';
import { checkBoth } from './check-both.ts';
import { test } from './test.ts';

const toLook = (width: number) => ({ width, height: width === 390 ? 844 : 800 });

test.for([390, 1280])('My tasks, and the page of one that waits for me, can be used by everybody, in light and in dark: %i px', async (width, { visit }) => {
  const manager = await visit('manager@north.test', toLook(width));
  const { page, go } = manager;
  const lastName = width === 390 ? 'Handy' : 'Desk';
  await manager.haveClient({ firstName: 'Asta', lastName, phone: '555-310-9104' });
  await go('/runs');
  await page.getByRole('textbox', { name: 'What should the copilot do?' }).fill(`Text Asta ${lastName} that the car is ready`);
  await page.getByRole('button', { name: 'Start the task' }).click();
  await page.getByLabel('Approval needed').waitFor();
  await page.getByRole('group').filter({ hasText: 'Send text' }).first().click();
  await page.getByRole('main').getByText('Asked for', { exact: true }).waitFor();
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(inner).toBe(outer);
  await checkBoth(page, `task-${width}`);
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  await page.getByRole('link', { name: 'Back to the tasks' }).click();
  await page
    .getByRole('link', { name: /Cancelled/ })
    .first()
    .waitFor();
  await checkBoth(page, `tasks-${width}`);
});
