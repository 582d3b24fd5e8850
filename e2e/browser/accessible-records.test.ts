import { checkScreen } from './check-screen.ts';
import { test } from './test.ts';

test('Every list, record and form can be used by everybody, on a desk and on a phone', { timeout: 90_000 }, async ({ visit }) => {
  const { page, go } = await visit('owner@north.test');
  const panel = page.getByRole('dialog').filter({ has: page.getByRole('form') });
  for (const noun of ['vehicle', 'service', 'quote']) {
    await go(`/${noun}s`);
    await page.getByRole('row').nth(3).waitFor();
    await checkScreen(page, `${noun}s`);
    await page.getByRole('button', { name: `New ${noun}` }).click();
    await panel.getByRole('button', { name: `Save ${noun}` }).click();
    await panel.getByRole('alert').first().waitFor();
    await checkScreen(page, `${noun}-form`);
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('[data-row-link]').first().click();
    await page.getByRole('link', { name: `Back to the ${noun}s` }).waitFor();
    await checkScreen(page, noun);
  }
});
