import { checkColours, checkScreen, resize } from './check-screen.ts';
import { test } from './test.ts';

test('What was said and what is to do can be read by everybody, on a desk and on a phone', { timeout: 90_000 }, async ({ visit }) => {
  const { page, go } = await visit('owner@north.test');
  const main = page.getByRole('main');
  await go('/');
  await main.getByRole('region', { name: 'Money due' }).waitFor();
  await checkScreen(page, 'dashboard');
  await resize(page, 390);
  // What waits for somebody, from whatever test, is part of its name.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('dialog', { name: 'More' }).getByRole('link').first().waitFor();
  await checkColours(page, 'more-390');
  await resize(page, 1280);
  await go('/messages');
  const stranger = main.getByRole('link', { name: /Unknown/ }).first();
  await stranger.waitFor();
  await checkScreen(page, 'inbox');
  await stranger.click();
  await main.getByRole('heading', { name: 'Who is this?' }).waitFor();
  await checkScreen(page, 'stranger');
  await go('/messages/sent');
  await main.getByRole('listitem').first().waitFor();
  await checkScreen(page, 'sent');
  await go('/messages?show=waiting');
  await main
    .getByRole('link', { name: /message waits/ })
    .first()
    .click();
  await main.getByRole('article').first().waitFor();
  await checkScreen(page, 'conversation');
  await main.getByRole('link', { name: 'Go to the client' }).click();
  await main.getByRole('list', { name: 'Activity' }).waitFor();
  await main.getByRole('heading', { name: 'Activity' }).scrollIntoViewIfNeeded();
  await checkScreen(page, 'story');
});
