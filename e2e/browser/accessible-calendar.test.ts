import { checkScreen } from './check-screen.ts';
import { test } from './test.ts';

test('The calendar and the jobs can be used by everybody, on a desk and on a phone', { timeout: 90_000 }, async ({ visit }) => {
  const { page, go } = await visit('owner@north.test');
  const panel = page.getByRole('dialog').filter({ has: page.getByRole('form') });
  await go('/calendar');
  await page.getByRole('heading', { level: 2, name: 'Bay 1' }).waitFor();
  await checkScreen(page, `calendar-day`);
  await page.getByRole('button', { name: 'Bays' }).click();
  await page.getByRole('form', { name: 'New bay' }).waitFor();
  await checkScreen(page, `bays`);
  await page.getByRole('button', { name: 'Close the bays' }).click();
  await page.getByText('Week', { exact: true }).click();
  await page
    .getByRole('main')
    .getByRole('link', { name: /Scheduled|In progress|Done/ })
    .first()
    .waitFor();
  await checkScreen(page, `calendar-week`);
  await go('/jobs');
  await page.getByRole('row').nth(3).waitFor();
  await checkScreen(page, `jobs`);
  await page.getByRole('button', { name: 'New job' }).click();
  await panel.getByRole('button', { name: 'Save job' }).click();
  await panel.getByRole('alert').first().waitFor();
  await checkScreen(page, `job-form`);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('[data-row-link]').first().click();
  await page.getByRole('link', { name: 'Back to the jobs' }).waitFor();
  await checkScreen(page, `job`);
});
