import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { test } from './test.ts';

/** Presses a key until the focus is where it should be, as somebody without a mouse does; gives up after a while. */
async function walk(page: Page, key: 'Tab' | 'Shift+Tab', target: Locator): Promise<void> {
  for (let presses = 0; presses < 15; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`15 times ${key} did not lead to ${target}.`);
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

test('Without a mouse I skip to the copilot, ask for a text, approve it, and never lose my place', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page, approval, log, composer } = manager;
  await manager.haveClient({ firstName: 'Kaya', lastName: 'Keys', phone: '555-310-7001' });
  await manager.go('/clients');
  await page.getByRole('row', { name: /Adam Garcia/ }).waitFor();

  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the content');
  await page.getByRole('link', { name: 'Skip to the content' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Go to the copilot');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Message to the copilot');

  await page.keyboard.type('Text Kaya Keys that the car is ready');
  await page.keyboard.press('Enter');
  await approval.waitFor();
  expect(await focused(page)).toBe('Message to the copilot');
  await walk(page, 'Shift+Tab', approval.getByRole('button', { name: /^Approve/ }));
  await manager.decide(() => page.keyboard.press('Enter'));
  await log.getByText('Texted Kaya Keys').waitFor();
  expect(await focused(page)).toBe('Approval');
  expect(await sql(`select body from crm.outbox where recipient = '+15553107001'`)).toHaveLength(1);

  await walk(page, 'Tab', composer);
  await page.keyboard.press('Control+J');
  await composer.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+J');
  await composer.waitFor();
  await expect.poll(() => focused(page)).toBe('Message to the copilot');
});

test('Without a mouse I go to the form the copilot opened, change it, save it with Ctrl+Enter, and leave another one with Esc', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page, panel, composer, log } = manager;
  await manager.go('/clients');
  await composer.focus();
  await page.keyboard.type('Create a customer named Kit Keyboard with phone 555-310-7002');
  await page.keyboard.press('Enter');
  await manager.showsForm({ 'First name': 'Kit', Phone: '(555) 310-7002' });
  // The form opened beside me while I was in the conversation, and I still am.
  expect(await focused(page)).toBe('Message to the copilot');
  await walk(page, 'Shift+Tab', log.getByRole('button', { name: 'Go to the form' }));
  await page.keyboard.press('Enter');
  await walk(page, 'Tab', panel.getByLabel('Notes'));
  await page.keyboard.type('Never uses a mouse.');
  await page.keyboard.press('Control+Enter');
  await panel.waitFor({ state: 'detached' });
  expect(await sql(`select notes from crm.clients where last_name = 'Keyboard'`)).toEqual([{ notes: 'Never uses a mouse.' }]);

  await page.getByRole('button', { name: 'New client' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('firstName');
  await page.keyboard.type('Kim');
  await page.keyboard.press('Escape');
  // What I typed is not thrown away by one key.
  await page.getByText('Discard the changes?').waitFor();
  await expect.poll(() => focused(page)).toBe('Keep editing');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await panel.waitFor({ state: 'detached' });
  expect(await sql(`select 1 from crm.clients where first_name = 'Kim' and last_name = ''`)).toEqual([]);
  await expect.poll(() => focused(page)).toBe('New client');
});
