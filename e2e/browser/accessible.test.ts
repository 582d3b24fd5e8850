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

test.for([390, 1280])('Everything about an invoice can be used by everybody, in light and in dark: %i px', { timeout: 90_000 }, async (width, { visit }) => {
  const { page, go, api } = await visit('owner@north.test', toLook(width));
  const dialog = page.getByRole('dialog');
  await go('/invoices');
  await page.getByRole('row').nth(3).waitFor();
  await checkBoth(page, `invoices-${width}`);
  await page.getByRole('button', { name: 'New invoice' }).click();
  await dialog.getByRole('button', { name: 'Save invoice' }).click();
  await dialog.getByRole('alert').first().waitFor();
  await checkBoth(page, `invoice-form-${width}`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const { invoices } = (await (await api.get('/api/invoices?status=overdue&limit=50&sort=dueOn')).json()) as { invoices: { id: string; paidCents: number }[] };
  const part = invoices.find((invoice) => invoice.paidCents > 0) ?? invoices[0];
  await go(`/invoices/${part?.id}`);
  await page.getByRole('link', { name: 'Back to the invoices' }).waitFor();
  await checkBoth(page, `invoice-${width}`);
  for (const [button, screen] of [
    ['Record payment', 'payment'],
    ['Refund', 'refund'],
    ['Remind', 'reminder'],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click();
    await (button === 'Remind' ? dialog.getByLabel('Text of the message').or(dialog.getByRole('alert')) : dialog.getByRole('textbox').first()).waitFor();
    await checkBoth(page, `invoice-${screen}-${width}`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
  const nguyen = (await (await api.get('/api/clients?q=nguyen')).json()) as { clients: { id: string }[] };
  await go(`/clients/${nguyen.clients[0]?.id}`);
  await page.getByRole('region', { name: 'Invoices' }).getByText('Owes').waitFor();
  await checkBoth(page, `client-owing-${width}`);
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
