import type { FakeRequest } from '@countersign/server/testing';
import { afterAll, beforeAll, expect } from 'vitest';
import { type ModelApp, startModelApp } from './start-model-app.ts';
import { picture, test } from './test.ts';
import type { Visit } from './visit.ts';

let app: ModelApp;
beforeAll(async () => {
  app = await startModelApp('manager@north.test');
});
afterAll(() => app?.stop());

interface Known {
  id: string;
}

async function post<T>({ api }: Visit, path: string, data: object): Promise<T> {
  const response = await api.post(path, { data });
  expect(response.ok(), await response.text()).toBe(true);
  return (await response.json()) as T;
}

/** A client with two cars of different size, and a quote for the bigger one. */
async function haveHistory(manager: Visit) {
  const client = await manager.haveClient({ firstName: 'Jordan', lastName: 'Freeform', phone: '555-310-7001' });
  const car = { clientId: client.id, year: 2021, color: null, plate: null };
  const tahoe = await post<Known>(manager, '/api/vehicles', { ...car, make: 'Chevrolet', model: 'Tahoe', size: 'xl' });
  const civic = await post<Known>(manager, '/api/vehicles', { ...car, make: 'Honda', model: 'Civic', size: 'small' });
  const { services } = (await (await manager.api.get('/api/services')).json()) as { services: (Known & { name: string; smallCents: number })[] };
  const chosen = services.slice(0, 2);
  const quote = await post<Known & { number: number }>(manager, '/api/quotes', {
    clientId: client.id,
    vehicleId: tahoe.id,
    lines: chosen.map(({ id }) => ({ serviceId: id })),
    discount: '10%',
  });
  return { client, civic, quote, services: chosen };
}

/** A Friday on which the demo shop has nothing planned yet, so that a bay is free. */
function fridayFarAhead(): string {
  const day = new Date(Date.now() + 60 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((5 - day.getUTCDay() + 7) % 7));
  return day.toISOString().slice(0, 10);
}

const toolNames = ({ body }: FakeRequest) => (body.tools ?? []).map(({ name }) => name);

test('In my own words: the copilot looks up client, car and last quote, opens the job filled in, and I save it', async ({ visit }) => {
  expect(app.output()).toContain('Language models: anthropic:claude-haiku-4-5.');
  expect(app.output()).not.toContain('faked-key');
  const manager = await visit('manager@north.test', { url: app.url, cookies: app.cookies });
  const { page, log, composer } = manager;
  const { client, civic, quote, services } = await haveHistory(manager);
  await manager.go('/clients');
  await log.getByText('Say it in your own words.').waitFor();
  await picture(page, 'model-empty');

  const startsAt = `${fridayFarAhead()}T13:00`;

  // Each answer is what a model would have to say; it can only know an id because a tool has returned it.
  const saying = (id: string, answer: object) => (request: FakeRequest) => {
    expect(request.text).toContain(id);
    return answer;
  };
  app.provider.answer(
    (request) => {
      expect(toolNames(request)).toEqual(expect.arrayContaining(['find_clients', 'find_vehicles', 'find_quotes', 'get_quote', 'open_job_form', 'ask_user']));
      return { text: 'I will look that up.', calls: [{ tool: 'find_clients', input: { query: 'Jordan Freeform' } }] };
    },
    saying(client.id, {
      calls: [
        { tool: 'find_vehicles', input: { query: 'Civic', clientId: client.id } },
        { tool: 'find_quotes', input: { clientId: client.id } },
      ],
    }),
    saying(quote.id, { calls: [{ tool: 'get_quote', input: { quoteId: quote.id } }] }),
    saying(services[1]?.id ?? '', {
      text: `The same services as on quote #${quote.number}, now for the Civic, Friday at one. Please check it and save.`,
      calls: [
        {
          tool: 'open_job_form',
          input: {
            fields: { clientId: client.id, vehicleId: civic.id, lines: services.map(({ id }) => ({ serviceId: id })), startsAt, notes: 'Called about it' },
          },
        },
      ],
    }),
  );
  const turn = await manager.ask('Jordan called, wants the same as last time but for the Civic, Friday afternoon');
  expect(turn.status).toBe('completed');
  const form = page.getByRole('form', { name: 'Job' });
  await form.getByLabel('Notes').waitFor();
  await expect.poll(() => form.getByLabel('Notes').inputValue()).toBe('Called about it');
  await expect.poll(() => form.getByLabel('Vehicle').inputValue()).toContain('2021 Honda Civic');
  await expect.poll(() => form.getByLabel('Starts').inputValue()).toBe(startsAt);
  await log.getByText('Open, not saved').waitFor();
  // The words are the model's; what is below them is not.
  await log.getByText('Nothing is changed until you save the form.').waitFor();
  await picture(page, 'model-form');

  await page.getByRole('button', { name: 'Save job' }).click();
  await log.getByText('Saved', { exact: true }).waitFor();
  const { jobs } = (await (await manager.api.get(`/api/jobs?clientId=${client.id}`)).json()) as {
    jobs: { vehicleName: string; startsAtLocal: string; subtotalCents: number }[];
  };
  // The price is the catalogue's for a small car, whatever the Tahoe cost.
  const subtotalCents = services.reduce((total, { smallCents }) => total + smallCents, 0);
  expect(jobs).toMatchObject([{ vehicleName: '2021 Honda Civic', startsAtLocal: startsAt, subtotalCents }]);
  await picture(page, 'model-saved');

  app.provider.answer((request) => {
    expect(request.text).toContain('wants the same as last time');
    return { text: 'It is saved. I have also texted Jordan.' };
  });
  await manager.ask('Perfect, and what became of the rest of it then?');
  await log.getByText('I have also texted Jordan.').waitFor();
  // A claim of the model stands beside the facts.
  await log.getByText('I changed nothing for this message.').waitFor();
  await picture(page, 'model-claim');
  expect(await composer.isEnabled()).toBe(true);
});

test('While the provider is down, the copilot says so and goes on with what it understands by itself', async ({ visit }) => {
  const manager = await visit('manager@north.test', { url: app.url, cookies: app.cookies });
  const { page, log } = manager;
  await manager.haveClient({ firstName: 'Dora', lastName: 'Downtime', phone: '555-310-7002' });
  await manager.go('/clients');
  app.provider.answer({ status: 529 }, { status: 503, headers: { 'retry-after': '0' } }, { status: 529 });
  const turn = await manager.ask('Dora rang about that thing we talked of, would you sort it out for her');
  expect(turn.status).toBe('failed');
  await log.getByText('The language model cannot be reached just now, so this is what I can do without it. Nothing was changed.').waitFor();
  await picture(page, 'model-down');
  expect((await manager.ask('Find Dora Downtime')).status).toBe('completed');
  await log.getByRole('link', { name: /Dora Downtime/ }).waitFor();
});

test('I watch a task of the model step by step, stop one, and read what it was asked', async ({ visit }) => {
  const manager = await visit('manager@north.test', { url: app.url, cookies: app.cookies });
  const { page } = manager;
  const main = page.getByRole('main');
  const start = async (task: string) => {
    await manager.go('/runs');
    await main.getByRole('textbox', { name: 'What should the copilot do?' }).fill(task);
    await main.getByRole('button', { name: 'Start the task' }).click();
  };
  const call = (tool: string) => main.getByRole('group').filter({ hasText: tool });

  // The model thinks for as long as we want it to: what it has done so far is on the page by then.
  const thought = Promise.withResolvers<void>();
  const create = { tool: 'create_client', input: { firstName: 'Wanda', lastName: 'Watched', phone: '555-310-7003' } };
  app.provider.answer(
    { calls: [{ tool: 'find_clients', input: { query: 'Wanda Watched' } }] },
    async (request) => {
      expect(toolNames(request).filter((name) => name?.startsWith('open_'))).toEqual([]);
      await thought.promise;
      return { calls: [create] };
    },
    { text: 'Wanda is on file now.' },
  );
  await start('A lady by the name of Wanda Watched wants to be on our books, would you take care of that');
  await call('Find clients').getByText('Done').waitFor();
  await main.getByText('At work').waitFor();
  await main.getByText('Working…').waitFor();
  expect(await call('Create client').count()).toBe(0);
  await picture(page, 'task-at-work');
  thought.resolve();
  await main.getByText('Created the client Wanda Watched.').waitFor();
  await main.getByText('Wanda is on file now.').waitFor();
  await main.getByText('Done: create client. I changed nothing else.').waitFor();
  await main.getByText('Finished', { exact: true }).waitFor();
  await main.getByText('What the model was asked').first().click();
  await main.getByText('This is, byte for byte, what was sent.').waitFor();
  await picture(page, 'task-asked');

  const never = Promise.withResolvers<never>();
  app.provider.answer(() => never.promise);
  await start('Think about the meaning of it all for a good long while');
  await main.getByRole('button', { name: 'Cancel the task' }).click();
  await main.getByText('Cancelled', { exact: true }).waitFor();
  await main.getByText('Working…').waitFor({ state: 'detached' });
});
