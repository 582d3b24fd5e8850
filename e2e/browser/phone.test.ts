import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture, test } from './test.ts';

/** Nothing sticks out sideways, which on a phone makes the whole page wobble. */
async function fitsTheScreen(page: Page): Promise<void> {
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(inner).toBe(outer);
}

test('On my phone the copilot is a sheet from below: I create a client and approve a text with it', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test', { width: 390, height: 844 });
  const { page, panel, approval, log, composer } = manager;
  await manager.go('/clients');
  await page.getByRole('row', { name: /Adam Garcia/ }).waitFor();
  await fitsTheScreen(page);
  await picture(page, 'phone-clients');
  expect(await composer.count()).toBe(0);
  const toCopilot = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Copilot' });
  await toCopilot.tap();
  await log.getByText('What can I take off your hands?').waitFor();
  await picture(page, 'phone-sheet');

  await manager.say('Create a customer named Pia Pocket with phone 555-310-8001');
  // The sheet makes room: the form has the screen.
  await manager.showsForm({ 'First name': 'Pia', 'Last name': 'Pocket', Phone: '(555) 310-8001' });
  await composer.waitFor({ state: 'detached' });
  await fitsTheScreen(page);
  await picture(page, 'phone-form');
  await panel.getByRole('button', { name: 'Save client' }).tap();
  await panel.waitFor({ state: 'detached' });
  expect(await sql(`select phone from crm.clients where last_name = 'Pocket'`)).toEqual([{ phone: '+15553108001' }]);

  await toCopilot.tap();
  await log.getByText('Saved', { exact: true }).waitFor();
  await manager.ask('Text Pia Pocket that the car is ready');
  const approve = approval.getByRole('button', { name: /^Approve/ });
  await approve.waitFor();
  await picture(page, 'phone-approval');
  await manager.decide(() => approve.tap());
  await log.getByText('Texted Pia Pocket').waitFor();
  await page.keyboard.press('Escape');
  await composer.waitFor({ state: 'detached' });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Messages' }).tap();
  await page.getByRole('main').getByText('Hi Pia, the car is ready.').waitFor();
  await fitsTheScreen(page);
  await picture(page, 'phone-outbox');
});
