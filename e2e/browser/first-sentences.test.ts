import type { SessionEvent } from '@countersign/core';
import { expect } from 'vitest';
import { password } from './accounts.ts';
import { picture, type Sql, test } from './test.ts';
import type { Visit } from './visit.ts';

const sentence = 'Create a customer named Jordan Miles with phone 555-219-8841 and email jordan.miles@example.com.';
const jordans = `select first_name, last_name, phone, email, notes from crm.clients where tenant_id = 'shop-north' and first_name = 'Jordan'`;

/** Jordan Miles, with the address he has before anybody changes it: as the first test leaves him, or as a test that runs alone needs him. */
async function haveJordan(manager: Visit, sql: Sql): Promise<void> {
  const [jordan] = await sql<{ email: string }>(jordans);
  if (!jordan) await manager.haveClient({ firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841', email: 'jordan.miles@example.com' });
}

test('I sign in, say whom to create, look the filled form over, correct it and save it', async ({ visit, sql }) => {
  const manager = await visit(null);
  const { page, panel, log } = manager;
  await manager.go('/clients');
  await page.getByLabel('Email').fill('manager@north.test');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Clients' }).waitFor();
  const counter = page.getByText(/^\d+ clients$/);
  const counted = await counter.innerText();

  await manager.say(sentence);
  await manager.showsForm({ 'First name': 'Jordan', 'Last name': 'Miles', Phone: '(555) 219-8841', Email: 'jordan.miles@example.com', Notes: '' });
  await log.getByText('nothing is saved yet').waitFor();
  await picture(page, 'first-sentence');

  // Nothing is saved: not in Postgres, not in the list of a page that is loaded now, nor what the list counts.
  await manager.logged('what became of the fields', (event) => event.type === 'panel.patch');
  expect(await sql(jordans)).toEqual([]);
  const colleague = await visit('owner@north.test');
  await colleague.go('/clients?q=Jordan');
  await colleague.page.getByText('No client matches').waitFor();
  expect(await counter.innerText()).toBe(counted);

  await panel.getByLabel('Notes').fill('Pays in cash.');
  await manager.logged('what I typed last', (event) => event.type === 'panel.field.update' && event.fields.notes === 'Pays in cash.');
  await panel.getByRole('button', { name: 'Save client' }).click();
  await panel.waitFor({ state: 'detached' });

  const saved = { first_name: 'Jordan', last_name: 'Miles', phone: '+15552198841', email: 'jordan.miles@example.com', notes: 'Pays in cash.' };
  expect(await sql(jordans)).toEqual([saved]);
  await page.getByRole('searchbox').fill('Jordan');
  const row = page.getByRole('row', { name: /Jordan Miles/ });
  await row.getByText('(555) 219-8841').filter({ visible: true }).waitFor();
  await manager.logged('that the form was closed', (event) => event.type === 'panel.closed');
  expect((await manager.events()).map(toWords).filter((words, index, all) => words !== all[index - 1])).toEqual([
    `message user: ${sentence}`,
    'run.status pending',
    'run.status running',
    'panel-open-command client {"email":"jordan.miles@example.com","firstName":"Jordan","lastName":"Miles","phone":"+15552198841"}',
    'message agent: I opened a new client with what you told me. Look it over and save it; nothing is saved yet.',
    'run.status completed',
    'panel.opened client',
    'panel.patch {"email":"applied","firstName":"applied","lastName":"applied","phone":"applied"}',
    'panel.field.update notes',
    'goal.complete client Created Jordan Miles.',
    'panel.closed saved',
  ]);
  expect((await manager.events()).map(({ seq }) => seq)).toEqual((await manager.events()).map((_, index) => index + 1));
});

test('I say "Find Jordan" and get to his page', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  await haveJordan(manager, sql);
  await manager.go('/clients');
  const { status } = await manager.ask('Find Jordan');
  expect(status).toBe('completed');
  const found = manager.log.getByLabel('1 client found for “Jordan”').getByRole('link');
  expect(await found.innerText()).toContain('Jordan Miles');
  expect(await found.innerText()).toContain('(555) 219-8841');
  await picture(manager.page, 'found');
  await found.click();
  await manager.page.getByRole('heading', { name: 'Jordan Miles', level: 1 }).waitFor();
});

test(`I say "Change Jordan's email to j.miles@example.com" and save the form that opens on his record`, async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  await haveJordan(manager, sql);
  const [before] = await sql<{ email: string }>(jordans);
  await manager.go('/clients');
  await manager.say("Change Jordan's email to j.miles@example.com");
  await manager.showsForm({ 'First name': 'Jordan', 'Last name': 'Miles', Phone: '(555) 219-8841', Email: 'j.miles@example.com' });
  await manager.panel.getByRole('heading', { name: 'Edit Jordan Miles' }).waitFor();
  const patch = await manager.logged('what became of the fields', (event) => event.type === 'panel.patch');
  expect(patch).toMatchObject({ fields: { email: 'applied' } });
  expect(await sql(jordans)).toEqual([before]);
  await picture(manager.page, 'change-email');
  await manager.panel.getByRole('button', { name: 'Save changes' }).click();
  await manager.panel.waitFor({ state: 'detached' });
  expect(await sql(jordans)).toEqual([{ ...before, email: 'j.miles@example.com' }]);
  await manager.page.getByRole('main').getByText('j.miles@example.com').waitFor();
});

const outbox = `select recipient, body, channel, sent_by from crm.outbox o join crm.clients c on c.id = o.client_id where c.tenant_id = 'shop-north' and c.last_name = 'Miles'`;

test('I say "Text Jordan Miles that the car is ready", approve the very words, and it goes out once', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page, approval, log } = manager;
  await haveJordan(manager, sql);
  await manager.go('/clients');
  expect((await manager.ask('Text Jordan Miles that the car is ready')).status).toBe('awaiting_approval');
  await approval.waitFor();
  const words = 'Hi Jordan, the car is ready.';
  expect(await approval.getByLabel('Text of the message').innerText()).toBe(words);
  expect(await approval.innerText()).toContain('Text Jordan Miles at (555) 219-8841');
  await picture(page, 'approval');
  expect(await sql(outbox)).toEqual([]);

  const { status } = await manager.decide(() => approval.getByRole('button', { name: /^Approve/ }).click());
  expect(status).toBe('completed');
  await log.getByText('Texted Jordan Miles at (555) 219-8841.').waitFor();
  const sent = { recipient: '+15552198841', body: words, channel: 'sms', sent_by: 'user-north-manager' };
  expect(await sql(outbox)).toEqual([sent]);
  await picture(page, 'receipt');

  // Once more, the same day: neither asked nor sent, and said so.
  const again = await manager.ask('Text Jordan Miles that the car is ready');
  expect(again.status).toBe('completed');
  await log.getByText('Done earlier, not repeated').waitFor();
  expect(await sql(outbox)).toEqual([sent]);
  expect(await log.getByRole('button', { name: /^Approve/ }).count()).toBe(0);

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Messages' }).click();
  const listed = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Jordan Miles' });
  await listed.getByText(words).waitFor();
  expect(await listed.count()).toBe(1);
  await picture(page, 'outbox');
});

/** An entry of the log as a line that can be compared: no ids, no times. */
function toWords(event: SessionEvent): string {
  switch (event.type) {
    case 'ui.append': {
      const { type, props } = event.node;
      if (type === 'message') return `message ${props.role}: ${props.text}`;
      return type === 'panel-open-command' ? `${type} ${props.panel} ${sorted(props.prefill as object)}` : type;
    }
    case 'run.status':
      return `run.status ${event.status}`;
    case 'panel.opened':
      return `panel.opened ${event.panel}`;
    case 'panel.patch':
      return `panel.patch ${sorted(event.fields)}`;
    case 'panel.field.update':
      return `panel.field.update ${Object.keys(event.fields).toSorted().join()}`;
    case 'panel.closed':
      return `panel.closed ${event.reason}`;
    case 'goal.complete':
      return `goal.complete ${event.panel} ${event.summary}`;
    default:
      return event.type;
  }
}

const sorted = (fields: object) => JSON.stringify(Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))));
