import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { checkColours, checkScreen, resize } from './check-screen.ts';
import { picture, type Sql, test } from './test.ts';

const textsTo = (sql: Sql, phone: string) => sql<{ body: string }>('select body from crm.outbox where recipient = $1 order by created_at', [phone]);

/** Does the browser ask before the window is closed? */
const asksToStay = (page: Page) => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));

test('I say “always here” once and am not asked again, until I take it back', async ({ visit, sql }) => {
  const owner = await visit('owner@north.test');
  const { page, approval } = owner;
  const main = page.getByRole('main');
  await owner.haveClient({ firstName: 'Greta', lastName: 'Grant', phone: '555-310-9201' });
  await owner.go('/approvals');
  expect((await owner.ask('Text Greta Grant that the car is ready')).status).toBe('awaiting_approval');
  await approval.getByRole('button', { name: /^More ways to say yes/ }).click();
  await page.getByRole('menuitem', { name: /Yes, for the rest of this task.*for the client Greta Grant/ }).waitFor();
  await picture(page, 'approve-menu');
  const { status } = await owner.decide(() => page.getByRole('menuitem', { name: /Yes, always here/ }).click());
  expect(status).toBe('completed');
  expect((await owner.ask('Text Greta Grant that the wheels are done')).status).toBe('completed');
  expect(await textsTo(sql, '+15553109201')).toHaveLength(2);

  await main.getByRole('link', { name: 'Standing permissions' }).click();
  const grant = main.getByRole('article', { name: /send text for the client Greta Grant/ });
  await grant.getByText(/Given by Nora .* Used (once|2 times), last/).waitFor();
  await checkScreen(page, 'grants');
  await grant.getByRole('button', { name: /^Revoke/ }).click();
  await page.getByRole('dialog', { name: 'Revoke this permission?' }).getByRole('button', { name: 'Revoke' }).click();
  await main.getByText('No standing permissions').waitFor();
  expect((await owner.ask('Text Greta Grant that the invoice is ready')).status).toBe('awaiting_approval');
  expect(await textsTo(sql, '+15553109201')).toHaveLength(2);
  await owner.decide(() => approval.getByRole('button', { name: /^Deny/ }).click());
});

test('What waits for me, whoever asked, is on a page that everybody can use', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  await manager.haveClient({ firstName: 'Wanda', lastName: 'Waits', phone: '555-310-9202' });
  await manager.go('/clients');
  expect((await manager.ask('Text Wanda Waits that the car is ready')).status).toBe('awaiting_approval');

  const owner = await visit('owner@north.test');
  const { page } = owner;
  const main = page.getByRole('main');
  await owner.go('/approvals');
  const request = main.getByRole('article', { name: /^Asked for by Malik Osei/ }).filter({ hasText: 'Wanda Waits' });
  await request.waitFor();
  await checkScreen(page, 'approvals');
  await request.getByRole('button', { name: 'Add a reason' }).click();
  await request.getByRole('textbox', { name: 'Reason' }).fill('We call her instead.');
  await request.getByRole('button', { name: /^Deny/ }).click();
  await request.waitFor({ state: 'detached' });
  // The buttons are gone, the place is not lost.
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Waiting');
  await main.getByRole('link', { name: 'Decided' }).click();
  await main.getByText('Denied by Nora', { exact: false }).first().waitFor();
  await main.getByText('“We call her instead.”').first().waitFor();
  await checkScreen(page, 'approvals-decided');
  // The card in the conversation of who asked tells it, too.
  await manager.log.getByText(/Denied by Nora/).waitFor();
});

test('I forbid a tool: I see what the rule would have done, and then the copilot is refused by its name', async ({ visit, sql }) => {
  const owner = await visit('owner@south.test');
  const { page, approval } = owner;
  const main = page.getByRole('main');
  await owner.haveClient({ firstName: 'Rhea', lastName: 'Ruled', phone: '555-310-9204' });
  await owner.go('/settings/policies');
  await main.getByText('No rules yet').waitFor();
  expect((await owner.ask('Text Rhea Ruled that the car is ready')).status).toBe('awaiting_approval');
  await owner.decide(() => approval.getByRole('button', { name: /^Deny/ }).click());

  await main.getByRole('button', { name: 'Add a rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await dialog.getByRole('button', { name: 'Add the rule' }).click();
  await dialog.getByText('Choose at least one.').waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('No texts');
  await dialog.getByLabel('Tools', { exact: true }).first().click();
  await page.getByRole('option', { name: 'Send text', exact: true }).click();
  await dialog.getByText('Never used: send text.').waitFor();
  await page.keyboard.press('Tab');
  await checkScreen(page, 'rule-dialog');
  await dialog.getByRole('button', { name: 'Add the rule' }).click();
  await main.getByRole('list', { name: 'What changes' }).getByText('Never used: send text.').waitFor();
  await main.getByRole('button', { name: 'Try against the last 30 days' }).click();
  await main.getByText(/these rules would have denied [1-9]\d* and asked on \d+/).waitFor();
  await checkColours(page, 'rules-unsaved-1280');
  // Nothing of it is lost by a wrong click.
  await page.getByRole('link', { name: 'Clients', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Discard the changes?' });
  await question.waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/settings/policies');
  expect(await asksToStay(page)).toBe(true);
  await main.getByRole('button', { name: 'Save the rules' }).click();
  await main.getByText(/^Version 1, saved by /).waitFor();
  expect(await asksToStay(page)).toBe(false);
  const { said } = await owner.ask('Text Rhea Ruled that the wheels are done');
  expect(said).toContain('No texts');
  expect(await textsTo(sql, '+15553109204')).toEqual([]);

  await main.getByRole('button', { name: 'Remove No texts' }).click();
  await main.getByText('Not saved yet').waitFor();
  // Somebody else saves meanwhile: nothing of theirs is lost, and I am told.
  const theirs = { form: 'approval', name: 'Ask about jobs', on: { tools: ['create_job'] } };
  const mine = { form: 'forbidden_tools', name: 'No texts', tools: ['send_text'] };
  expect((await owner.api.put('/agent/policies', { data: { basedOn: 1, rules: [mine, theirs] } })).status()).toBe(200);
  await main.getByRole('button', { name: 'Save the rules' }).click();
  await main.getByText('Version 2 is in force now.', { exact: false }).waitFor();
  await picture(page, 'rules-conflict');
  await main.getByRole('button', { name: 'Save the rules' }).click();
  await main.getByText(/^Version 3, saved by /).waitFor();
  await main.getByText('Calls of create job: a person is asked.').waitFor();
  await main.getByText('No texts').waitFor({ state: 'detached' });
  await resize(page, 390);
  await checkColours(page, 'rules-390');
  expect((await owner.api.put('/agent/policies', { data: { basedOn: 3, rules: [] } })).status()).toBe(200);
});

test('As a manager I read the rules and cannot change them; as a technician they are not open to me', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  await manager.go('/settings/policies');
  await manager.page.getByRole('main').getByText('An owner of the shop has made no rules.').waitFor();
  expect(await manager.page.getByRole('button', { name: 'Add a rule' }).count()).toBe(0);
  expect((await manager.api.put('/agent/policies', { data: { basedOn: 0, rules: [] } })).status()).toBe(403);
  const technician = await visit('tech@north.test');
  await technician.go('/settings/policies');
  await technician.page.getByRole('main').getByText('Rules are not open to your role').waitFor();
  expect(await technician.page.getByRole('link', { name: 'Rules' }).count()).toBe(0);
});
