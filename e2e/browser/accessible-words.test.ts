import { checkBoth } from './check-both.ts';
import { test } from './test.ts';

const toLook = (width: number) => ({ width, height: width === 390 ? 844 : 800 });

test.for([390, 1280])(
  'What was said and what is to do can be read by everybody, in light and in dark: %i px',
  { timeout: 90_000 },
  async (width, { visit }) => {
    const { page, go } = await visit('owner@north.test', toLook(width));
    const main = page.getByRole('main');
    await go('/');
    await main.getByRole('region', { name: 'Money due' }).waitFor();
    await checkBoth(page, `dashboard-${width}`);
    if (width === 390) {
      await page.getByRole('button', { name: 'More', exact: true }).tap();
      await page.getByRole('dialog', { name: 'More' }).getByRole('link').first().waitFor();
      await checkBoth(page, `more-${width}`);
    }
    await go('/messages');
    const stranger = main.getByRole('link', { name: /Unknown/ }).first();
    await stranger.waitFor();
    await checkBoth(page, `inbox-${width}`);
    await stranger.click();
    await main.getByRole('heading', { name: 'Who is this?' }).waitFor();
    await checkBoth(page, `stranger-${width}`);
    await go('/messages/sent');
    await main.getByRole('listitem').first().waitFor();
    await checkBoth(page, `sent-${width}`);
    await go('/messages?show=waiting');
    await main
      .getByRole('link', { name: /message waits/ })
      .first()
      .click();
    await main.getByRole('article').first().waitFor();
    await checkBoth(page, `conversation-${width}`);
    await main.getByRole('link', { name: 'Go to the client' }).click();
    await main.getByRole('list', { name: 'Activity' }).waitFor();
    await main.getByRole('heading', { name: 'Activity' }).scrollIntoViewIfNeeded();
    await checkBoth(page, `story-${width}`);
  },
);
