import type { Page } from 'playwright-core';
import { checkBoth } from './check-both.ts';
import { test } from './test.ts';

const toLook = (width: number) => ({ width, height: width === 390 ? 844 : 800 });

test.for([390, 1280])('Every screen can be used by everybody, in light and in dark: %i px', { timeout: 90_000 }, async (width, { visit }) => {
  const look = toLook(width);
  const check = (page: Page, screen: string) => checkBoth(page, `${screen}-${width}`);
  const nobody = await visit(null, look);
  await nobody.go('/sign-in');
  await nobody.page.getByRole('button', { name: /owner@south\.test/ }).waitFor();
  await check(nobody.page, 'sign-in');

  const manager = await visit('manager@north.test', look);
  const { page, panel, approval, composer } = manager;
  const [firstName, lastName] = ['Axel', width === 390 ? 'Small' : 'Large'];
  const name = `${firstName} ${lastName}`;
  await manager.haveClient({ firstName, lastName, phone: '555-310-9001', email: 'axel@example.com', notes: 'Likes it clean.' });
  await manager.go('/clients');
  await page.getByRole('row', { name: /Adam Garcia/ }).waitFor();
  await check(page, 'clients');

  const openCopilot = async () => {
    if (width === 390) await page.getByRole('button', { name: 'Copilot', exact: true }).tap();
    await composer.waitFor();
  };
  const closeSheet = async () => {
    if (width !== 390) return;
    await page.keyboard.press('Escape');
    await composer.waitFor({ state: 'detached' });
  };
  await openCopilot();
  await check(page, 'copilot-empty');
  await manager.ask(`Text ${name} that the car is ready`);
  await approval.waitFor();
  await check(page, 'approval');
  await manager.decide(() => approval.getByRole('button', { name: /^Approve/ }).click());
  await manager.log.getByText('Texted Axel').waitFor();
  await manager.ask('Find Axel');
  await manager.ask('What can you do?');
  await check(page, 'conversation');
  await closeSheet();

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Messages' }).click();
  await page.getByRole('main').getByText('the car is ready').first().waitFor();
  await check(page, 'outbox');
  await openCopilot();
  await manager.say(`Change ${name}'s email to other@example.com`);
  await manager.showsForm({ 'First name': firstName, Email: 'other@example.com' });
  if (width === 390) await composer.waitFor({ state: 'detached' });
  await panel.getByLabel('Phone').fill('1');
  await panel.getByLabel('Notes').focus();
  await panel.getByRole('alert').first().waitFor();
  await check(page, 'panel');
  await panel.getByLabel('Phone').fill('');
  await panel.getByRole('button', { name: 'Save changes' }).click();
  await panel.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await check(page, 'client');
});
