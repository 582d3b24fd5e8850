import { expect } from 'vitest';
import { picture, test } from './test.ts';
import { writeToShop } from './write-to-shop.ts';

test('A client writes to the shop: I see it waiting, answer it, and the page of the client tells it', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page } = manager;
  const main = page.getByRole('main');
  const { id } = await manager.haveClient({ firstName: 'Wilma', lastName: 'Waits', phone: '555-310-8801' });
  await manager.go('/');
  const here = new URL(page.url()).origin;
  await writeToShop(here, { from: '+15553108801', body: 'Can I get the same as last time?\n<img src=x onerror="document.title=\'hacked\'">' });
  await page.reload();
  const card = main.getByRole('region', { name: 'Messages waiting' });
  await card.getByText('Wilma Waits').waitFor();
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /Messages, \d+ waiting/ })
    .click();
  await main.getByRole('link', { name: /Wilma Waits.*message waits for an answer/ }).click();

  await main.getByRole('heading', { name: 'Wilma Waits', level: 1 }).waitFor();
  // What she wrote is text, whatever it looks like.
  await main.getByText('<img src=x onerror=').waitFor();
  expect(await main.locator('img').count()).toBe(0);
  await page.getByRole('textbox', { name: 'Write a text to Wilma Waits' }).fill('Of course. Friday at 2?');
  await page.keyboard.press('Control+Enter');
  await main.getByRole('article').getByText('Of course. Friday at 2?').waitFor();
  await main.getByRole('button', { name: 'Mark as done' }).waitFor({ state: 'detached' });
  expect(await page.getByRole('textbox', { name: 'Write a text to Wilma Waits' }).inputValue()).toBe('');
  await picture(page, 'conversation-answered');
  expect(await sql(`select recipient, body, sent_by_name from crm.outbox where client_id = $1`, [id])).toEqual([
    { recipient: '+15553108801', body: 'Of course. Friday at 2?', sent_by_name: 'Malik Osei' },
  ]);
  expect(await sql(`select handled_as from crm.inbound_messages where client_id = $1`, [id])).toEqual([{ handled_as: 'answered' }]);

  await main.getByRole('link', { name: 'Go to the client' }).click();
  await main.getByRole('list', { name: 'Activity' }).getByText('Texted Wilma Waits').waitFor();
  expect(await page.title()).not.toContain('hacked');
});

test('I write a note on a client, mend it, and everybody is told who noted what', async ({ visit }) => {
  const technician = await visit('tech@north.test');
  const manager = await visit('manager@north.test');
  const { id } = await manager.haveClient({ firstName: 'Nils', lastName: 'Noted' });
  const { page } = technician;
  const notes = page.getByRole('list', { name: 'Team notes' });
  await technician.go(`/clients/${id}`);
  // What loads above moves what is below.
  await page.getByRole('list', { name: 'Activity' }).waitFor();
  await page.getByText('Nothing is planned yet.').waitFor();
  await page.getByRole('textbox', { name: 'Write a note for the team' }).fill('Scratch on the left door.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await notes.getByText('Scratch on the left door.').waitFor();
  await page.getByRole('button', { name: 'More about the note by Theo Brandt' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Scratch on the right door.');
  await page.getByRole('button', { name: 'Save note' }).click();
  await notes.getByText('Scratch on the right door.').waitFor();

  await manager.go(`/clients/${id}`);
  const told = manager.page.getByRole('list', { name: 'Activity' });
  await told.getByText('Changed a note on the client Nils Noted').waitFor();
  await told.getByText('Wrote a note on the client Nils Noted').waitFor();
  await manager.page.getByRole('list', { name: 'Team notes' }).getByText('Scratch on the right door.').waitFor();
  // It is the technician's note: a manager reads it, and that is all.
  expect(await manager.page.getByRole('button', { name: /More about the note/ }).count()).toBe(0);
});

test('On my phone somebody nobody knows writes: I say who it is and look at what is done', async ({ visit }) => {
  const manager = await visit('manager@north.test', { width: 390, height: 844 });
  const { page } = manager;
  await manager.haveClient({ firstName: 'Ursula', lastName: 'Unknown', phone: '555-310-8802' });
  await manager.go('/messages?show=waiting');
  await writeToShop(new URL(page.url()).origin, { from: '+12125559931', body: 'New phone, it is Ursula' });
  await page.reload();
  await page.getByRole('link', { name: /\(212\) 555-9931/ }).tap();
  await page.getByRole('heading', { name: 'Who is this?' }).waitFor();
  await page
    .getByRole('textbox', { name: 'Client' })
    .or(page.getByRole('combobox', { name: 'Client' }))
    .first()
    .fill('Ursula');
  await page.getByRole('option', { name: /Ursula Unknown/ }).tap();
  await page.getByRole('button', { name: 'Attach' }).tap();
  await page.getByRole('heading', { name: 'Ursula Unknown', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Mark as done' }).tap();
  await page.getByRole('article').getByText('done, Malik Osei').waitFor();
  await picture(page, 'phone-attached');

  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'More' }).tap();
  await page.getByRole('dialog', { name: 'More' }).getByRole('link', { name: 'Quotes' }).tap();
  await page.getByRole('heading', { name: 'Quotes', level: 1 }).waitFor();
  await page.getByRole('dialog', { name: 'More' }).waitFor({ state: 'detached' });
});
