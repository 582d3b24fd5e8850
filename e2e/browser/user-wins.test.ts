import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture, test } from './test.ts';

const readCaret = (page: Page) =>
  page.evaluate(() => {
    const field = document.activeElement;
    return field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? [field.name, field.value, field.selectionStart] : [];
  });

test('The copilot fills the form I am typing in: what I touched stays, where I type stays, and the log says so', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page, panel, log } = manager;
  await manager.go('/clients');
  await manager.say('Create a customer named Robin Castellan with phone 555-310-3001 and email robin@example.com');
  await manager.showsForm({ 'First name': 'Robin', 'Last name': 'Castellan', Phone: '(555) 310-3001', Email: 'robin@example.com' });
  await manager.logged('that the form was filled', (event) => event.type === 'panel.patch');

  await panel.getByLabel('Email').fill('mine@example.com');
  await panel.getByLabel('Notes').pressSequentially('Comes on Mondays');
  await page.keyboard.press('Home');
  const before = await readCaret(page);
  expect(before).toEqual(['notes', 'Comes on Mondays', 0]);

  await manager.sayElsewhere('Change the email to theirs@example.com and the phone to 555-310-3999');
  await manager.showsForm({ Phone: '(555) 310-3999', Email: 'mine@example.com', Notes: 'Comes on Mondays' });
  expect(await readCaret(page)).toEqual(before);
  const patch = await manager.logged('what became of the second filling', (event) => event.type === 'panel.patch' && event.fields.email !== 'applied');
  expect(patch).toMatchObject({ fields: { email: 'skipped_user_touched', phone: 'applied' } });
  await log.getByText('Left as you have it: email').waitFor();
  await picture(page, 'user-wins');

  await panel.getByRole('button', { name: 'Save client' }).click();
  await panel.waitFor({ state: 'detached' });
  const saved = await sql(`select phone, email, notes from crm.clients where last_name = 'Castellan'`);
  expect(saved).toEqual([{ phone: '+15553103999', email: 'mine@example.com', notes: 'Comes on Mondays' }]);
});

test('A field I only clicked into is mine already', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page, panel } = manager;
  await manager.haveClient({ firstName: 'Rowena', lastName: 'Fairlight', email: 'rowena@example.com' });
  await manager.go('/clients?q=Rowena');
  await page.getByRole('link', { name: 'Rowena Fairlight' }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await manager.showsForm({ 'First name': 'Rowena', Email: 'rowena@example.com' });
  await manager.ask('Find Rowena');
  await panel.getByLabel('Email').click();
  await manager.sayElsewhere("Change Rowena's email to other@example.com");
  const patch = await manager.logged('what became of the field', (event) => event.type === 'panel.patch');
  expect(patch).toMatchObject({ fields: { email: 'skipped_user_touched' } });
  await manager.showsForm({ Email: 'rowena@example.com' });
  expect((await readCaret(page)).slice(0, 2)).toEqual(['email', 'rowena@example.com']);
});

test('My half-typed form is not replaced by another one the copilot opens', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page, panel } = manager;
  await manager.haveClient({ firstName: 'Ansel', lastName: 'Brackley', email: 'ansel@example.com' });
  await manager.go('/clients');
  await page.getByRole('button', { name: 'New client' }).click();
  await panel.getByLabel('First name').fill('Half');
  await manager.ask("Change Ansel Brackley's email to ansel.brackley@example.com");
  await page.getByText('Another form is waiting').waitFor();
  await manager.showsForm({ 'First name': 'Half', Email: '' });
});
