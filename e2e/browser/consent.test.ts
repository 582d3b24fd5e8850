import { expect } from 'vitest';
import { checkBoth } from './check-both.ts';
import { picture, type Sql, test } from './test.ts';

const textsTo = (sql: Sql, phone: string) => sql<{ body: string }>('select body from crm.outbox where recipient = $1 order by created_at', [phone]);

test('I say “always here” once and am not asked again, until I take it back', async ({ visit, sql }) => {
  const owner = await visit('owner@north.test');
  const { page, approval } = owner;
  const main = page.getByRole('main');
  await owner.haveClient({ firstName: 'Greta', lastName: 'Grant', phone: '555-310-9201' });
  await owner.go('/approvals');
  expect((await owner.ask('Text Greta Grant that the car is ready')).status).toBe('awaiting_approval');
  await approval.getByRole('button', { name: /^More ways to say yes/ }).click();
  await page.getByRole('menuitem', { name: /Yes, for the rest of this task/ }).waitFor();
  await picture(page, 'approve-menu');
  const { status } = await owner.decide(() => page.getByRole('menuitem', { name: /Yes, always here/ }).click());
  expect(status).toBe('completed');
  expect((await owner.ask('Text Greta Grant that the wheels are done')).status).toBe('completed');
  expect(await textsTo(sql, '+15553109201')).toHaveLength(2);

  await main.getByRole('link', { name: 'Standing permissions' }).click();
  const grant = main.getByRole('article', { name: /send text/ });
  await grant.getByText(/Given by Nora .* Used (once|2 times), last/).waitFor();
  await checkBoth(page, 'grants-1280');
  await grant.getByRole('button', { name: /^Revoke/ }).click();
  await page.getByRole('dialog', { name: 'Revoke this permission?' }).getByRole('button', { name: 'Revoke' }).click();
  await main.getByText('No standing permissions').waitFor();
  expect((await owner.ask('Text Greta Grant that the invoice is ready')).status).toBe('awaiting_approval');
  expect(await textsTo(sql, '+15553109201')).toHaveLength(2);
  await owner.decide(() => approval.getByRole('button', { name: /^Deny/ }).click());
});

test.for([390, 1280])('What waits for me, whoever asked, is on a page that everybody can use: %i px', async (width, { visit }) => {
  const manager = await visit('manager@north.test');
  const [firstName, phone] = width === 390 ? ['Wanda', '555-310-9202'] : ['Willow', '555-310-9203'];
  await manager.haveClient({ firstName, lastName: 'Waits', phone });
  await manager.go('/clients');
  expect((await manager.ask(`Text ${firstName} Waits that the car is ready`)).status).toBe('awaiting_approval');

  const owner = await visit('owner@north.test', { width, height: width === 390 ? 844 : 800 });
  const { page } = owner;
  const main = page.getByRole('main');
  await owner.go('/approvals');
  const request = main.getByRole('article', { name: /^Asked for by Malik Osei/ }).filter({ hasText: `${firstName} Waits` });
  await request.waitFor();
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(inner).toBe(outer);
  await checkBoth(page, `approvals-${width}`);
  await request.getByRole('button', { name: 'Add a reason' }).click();
  await request.getByRole('textbox', { name: 'Reason' }).fill('We call her instead.');
  await request.getByRole('button', { name: /^Deny/ }).click();
  await request.waitFor({ state: 'detached' });
  // The buttons are gone, the place is not lost.
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Waiting');
  await main.getByRole('link', { name: 'Decided' }).click();
  await main.getByText('Denied by Nora', { exact: false }).first().waitFor();
  await main.getByText('“We call her instead.”').first().waitFor();
  await checkBoth(page, `approvals-decided-${width}`);
  // The card in the conversation of who asked tells it, too.
  await manager.log.getByText(/Denied by Nora/).waitFor();
});
