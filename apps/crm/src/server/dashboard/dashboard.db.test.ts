import { afterAll, beforeAll, expect, test } from 'vitest';
import { Dashboard } from '../../shared/dashboard.ts';
import { type Ask, createTestCrm, type TestCrm, withoutLanguage } from '../testing/create-test-crm.ts';

let crm: TestCrm;
let ask: Ask;
let tech: Ask;
beforeAll(async () => {
  crm = await createTestCrm({ countersign: withoutLanguage });
  ask = await crm.signIn('manager@north.test');
  tech = await crm.signIn('tech@north.test');
});
afterAll(async () => {
  await crm.close();
  expect(crm.logged).toEqual([]);
});

const look = async (as: Ask) => Dashboard.parse((await as('GET', '/api/dashboard')).body);

test('its figures are those of the lists behind it', async () => {
  const { today, jobs, money, messages, quotes } = await look(ask);
  const booked = (await ask('GET', `/api/jobs?from=${today}&to=${today}&status=booked&sort=startsAt&limit=200`)).body;
  expect(jobs).toMatchObject({ total: booked.total });
  const isOpen = ({ status }: { status: string }) => ['scheduled', 'in_progress'].includes(status);
  expect(jobs?.next).toEqual(booked.jobs.filter(isOpen).slice(0, 6));
  expect((jobs?.done ?? 0) + booked.jobs.filter(isOpen).length).toBe(booked.total);
  for (const status of ['open', 'overdue'] as const) {
    const list = (await ask('GET', `/api/invoices?status=${status}&limit=1`)).body;
    expect(money?.[status]).toEqual({ invoices: list.total, balanceCents: list.balanceCents });
    expect(list.total, status).toBeGreaterThan(0);
  }
  const late = money?.longest.map((invoice) => invoice.daysOverdue) ?? [];
  expect(late.length).toBeGreaterThan(0);
  expect(late).toEqual(late.toSorted((one, other) => other - one));
  const waiting = (await ask('GET', '/api/conversations?show=waiting&limit=4')).body;
  expect(messages).toEqual({ waiting: waiting.waiting, latest: waiting.conversations });
  const sent = (await ask('GET', '/api/quotes?status=sent&sort=validUntil&limit=4')).body;
  expect(quotes).toEqual({ awaiting: sent.total, soonest: sent.quotes });
});

test("a technician sees today's jobs and nothing else", async () => {
  const mine = await look(tech);
  expect(mine).toMatchObject({ money: null, messages: null, quotes: null });
  expect(mine.jobs).toEqual((await look(ask)).jobs);
});
