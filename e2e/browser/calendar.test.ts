import { expect } from 'vitest';
import { test } from './test.ts';
import type { Visit } from './visit.ts';

/** Days in a year in which the demo plans nothing: one for each test. */
const days = { plan: '2031-05-06', overlap: '2031-05-13', done: '2031-05-20', keys: '2031-05-27' };

/** A client with a car, put on file past the page. */
async function haveCar({ api, haveClient }: Visit, lastName: string): Promise<{ clientId: string; vehicleId: string }> {
  const { id: clientId } = await haveClient({ firstName: 'Cal', lastName });
  const response = await api.post('/api/vehicles', { data: { clientId, year: 2021, make: 'Honda', model: 'Civic', size: 'small' } });
  return { clientId, vehicleId: ((await response.json()) as { id: string }).id };
}

/** A job that is planned already, in Bay 1. */
async function haveJob(visit: Visit, lastName: string, startsAt: string): Promise<{ id: string; number: number }> {
  const car = await haveCar(visit, lastName);
  const { services } = (await (await visit.api.get('/api/services?q=express')).json()) as { services: { id: string }[] };
  const { bays } = (await (await visit.api.get('/api/bays')).json()) as { bays: { id: string; name: string }[] };
  const bayId = bays.find(({ name }) => name === 'Bay 1')?.id;
  const response = await visit.api.post('/api/jobs', { data: { ...car, bayId, startsAt, durationMinutes: 120, lines: [{ serviceId: services[0]?.id }] } });
  expect(response.status()).toBe(201);
  return (await response.json()) as { id: string; number: number };
}

async function fillIn({ page }: Visit, lastName: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Job' });
  await form.getByLabel('Client').fill(lastName);
  await page.getByRole('option', { name: `Cal ${lastName}` }).click();
  await form.getByLabel('Vehicle').click();
  await page.getByRole('option', { name: /Civic/ }).click();
  await form.getByLabel('Service 1', { exact: true }).fill('Full Interior');
  await page.getByRole('option', { name: 'Full Interior Detail' }).click();
}

test('I click on a free time in the calendar, fill the form in, and the job stands there', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page } = manager;
  await haveCar(manager, 'Planwell');
  await manager.go(`/calendar?day=${days.plan}`);
  await page.getByRole('button', { name: 'New job at 10:30 AM in Bay 2' }).click();
  const form = page.getByRole('form', { name: 'Job' });
  expect(await form.getByLabel('Starts').inputValue()).toBe(`${days.plan}T10:30`);
  await expect.poll(() => form.getByLabel('Bay').locator('option:checked').textContent()).toBe('Bay 2');
  await fillIn(manager, 'Planwell');
  // The machine of the browser is in no zone of the shop; what is said is the shop's.
  await form.getByText('Tue, May 6, 10:30 AM – 2:00 PM (3 h 30 min)').waitFor();
  await form.getByRole('button', { name: 'Save job' }).click();
  await form.waitFor({ state: 'detached' });
  const jobs = page.getByRole('list', { name: 'Jobs in Bay 2' });
  await jobs.getByRole('link', { name: /Cal Planwell 10:30 AM – 2:00 PM 2021 Honda Civic Full Interior Detail Scheduled/ }).click();
  await page.getByRole('heading', { name: /^Job #\d+$/ }).waitFor();
  await page.getByRole('link', { name: 'Tue, May 6, 10:30 AM – 2:00 PM' }).click();
  await jobs.getByRole('link', { name: /Cal Planwell/ }).waitFor();
  await page.getByText('Week', { exact: true }).click();
  await page
    .getByRole('row', { name: /^Bay 2/ })
    .getByRole('link', { name: /Cal Planwell/ })
    .waitFor();
});

test('I plan a job where there is one already: I am told whose it is, and save it in another bay', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page } = manager;
  const first = await haveJob(manager, 'Firstcome', `${days.overlap}T10:00`);
  await haveCar(manager, 'Secondcome');
  await manager.go(`/calendar?day=${days.overlap}`);
  // Free from half past nine, and half an hour is not enough.
  await page.getByRole('button', { name: 'New job at 9:30 AM in Bay 1' }).click();
  const form = page.getByRole('form', { name: 'Job' });
  await fillIn(manager, 'Secondcome');
  await form.getByRole('button', { name: 'Save job' }).click();
  const refusal = `Bay 1 is taken on Tue, May 13, 10:00 AM – 12:00 PM by job ${first.number} for Cal Firstcome. Choose another time or bay.`;
  await form.getByRole('alert').getByText(refusal).waitFor();
  await form.getByLabel('Bay').selectOption('First free bay');
  await form.getByRole('button', { name: 'Save job' }).click();
  await form.waitFor({ state: 'detached' });
  await page
    .getByRole('list', { name: 'Jobs in Bay 2' })
    .getByRole('link', { name: /Cal Secondcome/ })
    .waitFor();
});

test('A technician starts a job and marks it done, and plans nothing', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { id } = await haveJob(manager, 'Workable', `${days.done}T08:00`);
  const technician = await visit('tech@north.test');
  const { page } = technician;
  await technician.go(`/calendar?day=${days.done}`);
  await page.getByRole('link', { name: /Cal Workable/ }).click();
  await page.getByRole('button', { name: 'Start work' }).click();
  await page.getByText('In progress').first().waitFor();
  await page.getByRole('button', { name: 'Mark as done' }).click();
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
  for (const name of ['Edit', 'Cancel job', 'Schedule again']) expect(await page.getByRole('button', { name }).count(), name).toBe(0);
  await page.getByRole('link', { name: 'Calendar', exact: true }).click();
  await page.getByRole('heading', { name: 'Bay 1' }).waitFor();
  expect(await page.getByRole('button', { name: /New job/ }).count()).toBe(0);
  expect(((await (await manager.api.get(`/api/jobs/${id}`)).json()) as { status: string }).status).toBe('done');
});

test('I find my way through the free times with the keyboard, and a quote is planned from its page', async ({ visit }) => {
  const manager = await visit('manager@north.test');
  const { page, api } = manager;
  await haveJob(manager, 'Keyboarder', `${days.keys}T08:00`);
  await manager.go(`/calendar?day=${days.keys}`);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await page.getByRole('link', { name: /Cal Keyboarder/ }).focus();
  await page.keyboard.press('Tab');
  // The bay is taken until ten; the next Tab after its jobs is the first free time of all, and arrows go on from there.
  expect(await focused()).toBe('New job at 10:00 AM in Bay 1');
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowUp']) await page.keyboard.press(key);
  expect(await focused()).toBe('New job at 10:30 AM in Bay 2');
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: 'Job' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(focused).toBe('New job at 10:30 AM in Bay 2');

  const { quotes } = (await (await api.get('/api/quotes?status=accepted&limit=1')).json()) as { quotes: { id: string; number: number; clientName: string }[] };
  const [quote] = quotes;
  await manager.go(`/quotes/${quote?.id}`);
  await page.getByRole('button', { name: 'Schedule' }).click();
  const form = page.getByRole('form', { name: 'Job' });
  await form.getByText(`From quote #${quote?.number} for ${quote?.clientName}.`).waitFor();
  await form.getByLabel('Starts').fill(`${days.keys}T13:00`);
  await form.getByRole('button', { name: 'Save job' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /Scheduled.*Tue, May 27, 1:00 PM/ }).waitFor();
});
