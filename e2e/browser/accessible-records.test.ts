import { checkBoth } from './check-both.ts';
import { test } from './test.ts';

const toLook = (width: number) => ({ width, height: width === 390 ? 844 : 800 });

test.for([390, 1280])('Every list, record and form can be used by everybody, in light and in dark: %i px', { timeout: 90_000 }, async (width, { visit }) => {
  const { page, go } = await visit('owner@north.test', toLook(width));
  const panel = page.getByRole('dialog').filter({ has: page.getByRole('form') });
  for (const noun of ['vehicle', 'service', 'quote']) {
    await go(`/${noun}s`);
    await page.getByRole('row').nth(3).waitFor();
    await checkBoth(page, `${noun}s-${width}`);
    await page.getByRole('button', { name: `New ${noun}` }).click();
    await panel.getByRole('button', { name: `Save ${noun}` }).click();
    await panel.getByRole('alert').first().waitFor();
    await checkBoth(page, `${noun}-form-${width}`);
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('[data-row-link]').first().click();
    await page.getByRole('link', { name: `Back to the ${noun}s` }).waitFor();
    await checkBoth(page, `${noun}-${width}`);
  }
});
