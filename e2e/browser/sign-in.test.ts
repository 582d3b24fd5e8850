import { expect } from 'vitest';
import { password } from './accounts.ts';
import { picture, test } from './test.ts';

test('I mistype my password and am told; then I am in, on the page I wanted, and out again when I sign out', async ({ visit }) => {
  const owner = await visit(null);
  const { page, api } = owner;
  await owner.go('/messages');
  await page.getByRole('heading', { name: 'Sign in to your shop' }).waitFor();
  await page.getByLabel('Email').fill('owner@north.test');
  await page.getByRole('textbox', { name: 'Password' }).fill('not-my-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').getByText('This email and password do not fit together.').waitFor();
  await picture(page, 'sign-in-refused');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Messages', level: 1 }).waitFor();

  await page.getByRole('button', { name: /Account menu/ }).click();
  await picture(page, 'account-menu');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to your shop' }).waitFor();
  expect((await api.get('/api/clients')).status()).toBe(401);
  expect((await api.get('/agent/sessions')).status()).toBe(401);
});

test('I fill in a demo sign-in with one click, choose dark, and it stays dark after a reload', async ({ visit }) => {
  const owner = await visit(null);
  const { page } = owner;
  await owner.go('/');
  await page.getByRole('button', { name: /owner@south\.test/ }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('South Bay Detailing').first().waitFor();
  await page.getByRole('button', { name: /Account menu/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark', exact: true }).click();
  const dark = page.locator('html[data-mantine-color-scheme=dark]');
  await dark.waitFor();
  await page.reload();
  await dark.waitFor();
});
