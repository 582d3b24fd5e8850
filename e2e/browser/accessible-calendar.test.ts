import { checkBoth } from './check-both.ts';
import { test } from './test.ts';

test.for([390, 1280])('The calendar and the jobs can be used by everybody, in light and in dark: %i px', { timeout: 90_000 }, async (width, { visit }) => {
  const { page, go } = await visit('owner@north.test', { width, height: width === 390 ? 844 : 800 });
  const panel = page.getByRole('dialog').filter({ has: page.getByRole('form') });
  await go('/calendar');
  // On phones the day is a list, elsewhere the bays stand beside each other.
  await page.getByRole('heading', { level: 2, name: width === 390 ? /day, / : 'Bay 1' }).waitFor();
  await checkBoth(page, `calendar-day-${width}`);
  await page.getByRole('button', { name: 'Bays' }).click();
  await page.getByRole('form', { name: 'New bay' }).waitFor();
  await checkBoth(page, `bays-${width}`);
  await page.getByRole('button', { name: 'Close the bays' }).click();
  await page.getByText('Week', { exact: true }).click();
  await page
    .getByRole('main')
    .getByRole('link', { name: /Scheduled|In progress|Done/ })
    .first()
    .waitFor();
  await checkBoth(page, `calendar-week-${width}`);
  await go('/jobs');
  await page.getByRole('row').nth(3).waitFor();
  await checkBoth(page, `jobs-${width}`);
  await page.getByRole('button', { name: 'New job' }).click();
  await panel.getByRole('button', { name: 'Save job' }).click();
  await panel.getByRole('alert').first().waitFor();
  await checkBoth(page, `job-form-${width}`);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('[data-row-link]').first().click();
  await page.getByRole('link', { name: 'Back to the jobs' }).waitFor();
  await checkBoth(page, `job-${width}`);
});
