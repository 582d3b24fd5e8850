import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture, test } from './test.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical on the page as it stands: the rule, and where. */
async function findBarriers(page: Page): Promise<string[]> {
  // Transitions under way have colours of neither end; those of a change just made begin with the next frame.
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame();
    await nextFrame();
    const passing = document.getAnimations().filter((animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime)));
    await Promise.all(passing.map((animation) => animation.finished.catch(() => undefined)));
  });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').at(-1)?.trim()}`));
}

/** In light and in dark. */
async function checkBoth(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await picture(page, `${screen}-${colorScheme}`);
    expect.soft(await findBarriers(page), `${screen}, ${colorScheme}`).toEqual([]);
  }
}

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

test.for([390, 1280])('My tasks, and the page of one that waits for me, can be used by everybody, in light and in dark: %i px', async (width, { visit }) => {
  const manager = await visit('manager@north.test', toLook(width));
  const { page, go } = manager;
  const lastName = width === 390 ? 'Handy' : 'Desk';
  await manager.haveClient({ firstName: 'Asta', lastName, phone: '555-310-9104' });
  await go('/runs');
  await page.getByRole('textbox', { name: 'What should the copilot do?' }).fill(`Text Asta ${lastName} that the car is ready`);
  await page.getByRole('button', { name: 'Start the task' }).click();
  await page.getByLabel('Approval needed').waitFor();
  await page.getByRole('group').filter({ hasText: 'Send text' }).first().click();
  await page.getByRole('main').getByText('Asked for', { exact: true }).waitFor();
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(inner).toBe(outer);
  await checkBoth(page, `task-${width}`);
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  await page.getByRole('link', { name: 'Back to the tasks' }).click();
  await page
    .getByRole('link', { name: /Cancelled/ })
    .first()
    .waitFor();
  await checkBoth(page, `tasks-${width}`);
});
