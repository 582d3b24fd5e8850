import { expect } from 'vitest';
import { picture, test } from './test.ts';
import { createVisit } from './visit.ts';

const textsTo = `select o.body from crm.outbox o join crm.clients c on c.tenant_id = o.tenant_id and c.id = o.client_id where c.last_name = $1`;

test('I reload while an approval waits: the conversation and the card are still there, and approving sends once', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { page, approval, log } = manager;
  await manager.haveClient({ firstName: 'Rhea', lastName: 'Loadstone', phone: '555-310-4001' });
  await manager.go('/clients');
  await manager.ask('Text Rhea Loadstone that the car is ready');
  await approval.waitFor();
  await page.reload();
  await log.getByText('Text Rhea Loadstone that the car is ready').waitFor();
  await approval.getByText('Hi Rhea, the car is ready.').waitFor();
  await manager.decide(() => approval.getByRole('button', { name: /^Approve/ }).click());
  await log.getByText('Texted Rhea Loadstone').waitFor();
  expect(await sql(textsTo, ['Loadstone'])).toEqual([{ body: 'Hi Rhea, the car is ready.' }]);
});

test('I reload with a form half done: it opens again with what the copilot filled in and what I typed', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page, panel } = manager;
  await manager.go('/clients');
  await manager.say('Create a customer named Petra Reopen with phone 555-310-4002');
  await manager.showsForm({ 'First name': 'Petra', Phone: '(555) 310-4002' });
  await panel.getByLabel('Notes').fill('Half a note');
  await manager.logged('what I typed', (event) => event.type === 'panel.field.update');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await manager.showsForm({ 'First name': 'Petra', 'Last name': 'Reopen', Phone: '(555) 310-4002', Notes: 'Half a note' });
});

test('The network drops: I am told, what was said meanwhile comes when it is back, and what I could not send is sent once when I try again', async ({
  visit,
}) => {
  const manager = await visit('manager@north.test');
  const { page, context, log } = manager;
  await manager.go('/clients');
  await manager.ask('What can you do?');

  await context.setOffline(true);
  await page.getByText('No connection. The conversation goes on when it is back.').waitFor();
  // Somebody goes on with the same conversation on another device.
  await manager.sayElsewhere('Find Adam Garcia');
  await manager.say('Find Adam Jensen');
  await log.getByText('Not sent.').waitFor();
  expect(await log.getByText('Find Adam Garcia').count()).toBe(0);
  await picture(page, 'offline');

  await context.setOffline(false);
  await log.getByLabel('1 client found for “Adam Garcia”').waitFor();
  await log.getByRole('button', { name: 'Try again' }).click();
  await log.getByLabel('1 client found for “Adam Jensen”').waitFor();
  await page.getByText('No connection.').waitFor({ state: 'detached' });
  const said = (await manager.events()).flatMap((event) => (event.type === 'ui.append' && event.node.props.role === 'user' ? [event.node.props.text] : []));
  expect(said).toEqual(['What can you do?', 'Find Adam Garcia', 'Find Adam Jensen']);
  expect(await log.getByText('Find Adam Jensen').count()).toBe(1);
});

test('I have two windows open: what I approve in one is approved in the other, and sent once', async ({ visit, sql }) => {
  const manager = await visit('manager@north.test');
  const { context, approval } = manager;
  await manager.haveClient({ firstName: 'Wanda', lastName: 'Windows', phone: '555-310-4003' });
  await manager.go('/clients');
  await manager.ask('Text Wanda Windows that the car is ready');
  await approval.waitFor();
  const other = createVisit(await context.newPage(), context);
  await other.go('/clients');
  await other.approval.waitFor();
  await Promise.all([
    manager.decide(() => approval.getByRole('button', { name: /^Approve/ }).click()),
    // The other window is told; its buttons are gone before anybody could press them a second time.
    other.log.getByText('Approved by Malik Osei').waitFor(),
  ]);
  await other.log.getByText('Texted Wanda Windows').waitFor();
  expect(await other.approval.count()).toBe(0);
  expect(await sql(textsTo, ['Windows'])).toHaveLength(1);
});

test('I begin a new conversation, and the earlier one does not come back after a reload', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page, log } = manager;
  await manager.go('/clients');
  await manager.ask('Find Adam Garcia');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await log.getByText('What can I take off your hands?').waitFor();
  await page.reload();
  await log.getByText('What can I take off your hands?').waitFor();
  expect(await log.getByText('Find Adam Garcia').count()).toBe(0);
});
