import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { picture, test } from './test.ts';
import type { Visit } from './visit.ts';

const serviceOf = (form: Locator, place: number) => form.locator(`input[aria-label="Service ${place}"]`).inputValue();
const formOf = ({ page }: Visit, name: string): Locator => page.getByRole('dialog').filter({ has: page.getByRole('form', { name }) });

/** Jordan Miles with his Tahoe, put on file past the page. */
async function haveJordan(owner: Visit): Promise<{ id: string }> {
  const listed = (await (await owner.api.get('/api/clients?q=Jordan%20Miles')).json()) as { clients: { id: string }[] };
  const jordan =
    listed.clients[0] ?? (await owner.haveClient({ firstName: 'Jordan', lastName: 'Miles', phone: '555-219-8841', email: 'jordan.miles@example.com' }));
  const cars = (await (await owner.api.get(`/api/vehicles?clientId=${jordan.id}`)).json()) as { vehicles: unknown[] };
  if (cars.vehicles.length === 0) {
    const data = { clientId: jordan.id, year: 2021, make: 'Chevrolet', model: 'Tahoe', color: 'Black', size: 'xl' };
    expect((await owner.api.post('/api/vehicles', { data })).status()).toBe(201);
  }
  return jordan;
}

/** The demo shop is busy: calls off what is planned in one bay on a day, so that there is room for a long job. */
async function freeBay(owner: Visit, day: string): Promise<void> {
  const { jobs } = (await (await owner.api.get(`/api/jobs?from=${day}&to=${day}&status=scheduled&limit=200`)).json()) as {
    jobs: { id: string; bayId: string; version: number }[];
  };
  for (const { id, version } of jobs.filter((job) => job.bayId === jobs[0]?.bayId)) {
    expect((await owner.api.post(`/api/jobs/${id}/status`, { data: { version, status: 'cancelled' } })).status()).toBe(200);
  }
}

const quotes = `select q.number, q.status, q.discount_kind as kind, q.discount_value as value, q.total_cents::int as total, c.first_name, v.model
  from crm.quotes q join crm.clients c on c.id = q.client_id join crm.vehicles v on v.id = q.vehicle_id where c.first_name = 'Jordan' and c.last_name = 'Miles' and c.tenant_id = 'shop-south' order by q.number`;
const jobs = `select j.number, j.status, (j.starts_at at time zone 'America/Los_Angeles')::text as starts, q.number as quote
  from crm.jobs j join crm.clients c on c.id = j.client_id left join crm.quotes q on q.id = j.quote_id where c.first_name = 'Jordan' and c.last_name = 'Miles' and c.tenant_id = 'shop-south' order by j.number`;
const sent = `select channel, recipient from crm.outbox o join crm.clients c on c.id = o.client_id where c.first_name = 'Jordan' and c.last_name = 'Miles' and c.tenant_id = 'shop-south'`;

test('I say what to quote and save it, say "Book it for next Tuesday at 10am" and save that, and say "Send Jordan the quote by text" and approve it', async ({
  visit,
  sql,
}) => {
  // The other shop: the first sentence of all is a new Jordan Miles in North. Here a Jordan Ellis is about as well.
  const owner = await visit('owner@south.test');
  const { page, log, approval } = owner;
  await haveJordan(owner);
  await owner.go('/quotes');

  // 1. The form of a quote, filled in: client, car, two services priced for it, a discount. Nothing is saved.
  const before = await sql<{ number: number }>(quotes);
  await owner.say('New quote for Jordan Miles: full interior detail and ceramic coating on the Tahoe, 10% off');
  const quote = formOf(owner, 'Quote');
  await quote.waitFor();
  await expect.poll(() => quote.getByLabel('Discount').inputValue(), { timeout: 15_000 }).toBe('10%');
  await expect.poll(() => serviceOf(quote, 1), { timeout: 15_000 }).toBe('Full Interior Detail');
  expect(await serviceOf(quote, 2)).toBe('Ceramic Coating');
  await expect.poll(() => quote.locator('[data-field="vehicleId"] input').first().inputValue(), { timeout: 15_000 }).toContain('2021 Chevrolet Tahoe');
  await log.getByText('nothing is saved yet').waitFor();
  await picture(page, 'request-quote');
  expect(await sql(quotes)).toEqual(before);
  await quote.getByRole('button', { name: 'Save quote' }).click();
  await quote.waitFor({ state: 'detached' });
  const saved = (await sql<{ number: number; total: number }>(quotes)).at(-1);
  expect(saved).toMatchObject({ status: 'draft', kind: 'percent', value: 1_000, first_name: 'Jordan', model: 'Tahoe' });

  // 2. "It" is that quote.
  await owner.say('Book it for next Tuesday at 10am');
  const job = formOf(owner, 'Job');
  await job.waitFor();
  await expect.poll(() => job.getByLabel('Starts').inputValue(), { timeout: 15_000 }).toMatch(/^\d{4}-\d\d-\d\dT10:00$/);
  const startsAt = await job.getByLabel('Starts').inputValue();
  expect(new Date(`${startsAt}Z`).getUTCDay()).toBe(2);
  await expect.poll(() => serviceOf(job, 1), { timeout: 15_000 }).toBe('Full Interior Detail');
  await picture(page, 'request-job');
  await freeBay(owner, startsAt.slice(0, 10));
  await job.getByRole('button', { name: 'Save job' }).click();
  await job.waitFor({ state: 'detached' });
  expect((await sql(jobs)).at(-1)).toMatchObject({ status: 'scheduled', starts: `${startsAt.replace('T', ' ')}:00`, quote: saved?.number });

  // 6. It goes out once, after I approved it.
  expect((await owner.ask('Send Jordan the quote by text')).status).toBe('awaiting_approval');
  await approval.waitFor();
  expect(await approval.innerText()).toContain(`Send quote ${saved?.number} to Jordan Miles by text at (555) 219-8841`);
  await picture(page, 'request-send');
  const texts = await sql(sent);
  expect((await owner.decide(() => approval.getByRole('button', { name: /^Approve/ }).click())).status).toBe('completed');
  await log.getByText(`Sent quote ${saved?.number} to Jordan Miles by text`).waitFor();
  expect(await sql(sent)).toEqual([...texts, { channel: 'sms', recipient: '+15552198841' }]);
  expect((await sql(quotes)).at(-1)).toMatchObject({ status: 'sent' });
  await picture(page, 'request-sent');
  expect((await owner.ask('Send Jordan the quote by text')).status).toBe('completed');
  await log.getByText('Done earlier, not repeated').waitFor();
  expect(await sql(sent)).toHaveLength(texts.length + 1);
});

test('I say “Open Jordan Miles” and am on his page; with a form that I have changed I stay where I am', async ({ visit }) => {
  const owner = await visit('owner@south.test');
  const { page, log } = owner;
  const { id } = await haveJordan(owner);
  const path = () => new URL(page.url()).pathname;
  await owner.go('/quotes');
  expect((await owner.ask('Open Jordan Miles')).status).toBe('completed');
  await expect.poll(path).toBe(`/clients/${id}`);
  await page.getByRole('main').getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: 'First name' }).fill('Jordana');
  expect((await owner.ask("Open Jordan Miles's Tahoe")).status).toBe('completed');
  await log.getByRole('link', { name: /Tahoe/ }).waitFor();
  expect(path()).toBe(`/clients/${id}`);
  expect(await page.getByText('Discard the changes?').count()).toBe(0);
});
