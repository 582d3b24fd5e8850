import { expect, test } from 'vitest';
import { isBooked, jobStatuses } from '../../shared/job-status.ts';
import { toWallClock } from '../../shared/wall-clock.ts';
import { makeDemoClients } from './demo-clients.ts';
import { makeHenderson } from './demo-henderson.ts';
import { type DemoRecords, makeDemoBays, makeDemoJobs, type NewJob } from './demo-jobs.ts';
import { makeDemoQuotes } from './demo-quotes.ts';
import { makeDemoServices } from './demo-services.ts';
import { type DemoShop, demoShops } from './demo-shops.ts';
import { makeDemoVehicles } from './demo-vehicles.ts';

function make(shop: DemoShop, now: Date) {
  const henderson = makeHenderson(shop, now);
  const vehicles = makeDemoVehicles(shop, makeDemoClients(shop, now), now);
  const services = makeDemoServices(shop, now);
  const quoted = makeDemoQuotes(shop, { vehicles, services }, now);
  const all = henderson ? [...vehicles, henderson.vehicle] : vehicles;
  const records = { vehicles: all, services, quotes: quoted.quotes, quoteLines: quoted.lines } as unknown as DemoRecords;
  return { ...makeDemoJobs(shop, records, { now, reserved: henderson?.vehicle.id }), vehicles: all, henderson };
}

const overlaps = (a: NewJob, b: NewJob) => a !== b && a.bayId === b.bayId && a.startsAt < b.endsAt && b.startsAt < a.endsAt;

// A Friday at noon, a Sunday, a night between two months, and a day on which the clocks change.
const times = ['2026-11-20T17:00:00Z', '2026-11-22T15:00:00Z', '2026-12-01T04:30:00Z', '2026-03-08T14:00:00Z'];

test.each(demoShops.flatMap((shop) => times.map((time) => [shop.name, time, shop] as const)))(
  'the jobs of %s as of %s are many, of their cars’ owners, and none is in the way of another',
  (_name, time, shop) => {
    const now = new Date(time);
    const made = make(shop, now);
    expect(make(shop, now).jobs).toEqual(made.jobs);
    expect(made.jobs.length).toBeGreaterThan(100);
    expect(made.jobs.length).toBeLessThan(200);
    const live = made.jobs.filter((job) => isBooked(job.status ?? 'scheduled'));
    expect(live.filter((job) => live.some((other) => overlaps(job, other)))).toEqual([]);
    for (const { id, vehicleId, clientId, startsAt, endsAt, status, createdAt, startedAt, closedAt } of made.jobs) {
      expect(made.vehicles.find((vehicle) => vehicle.id === vehicleId)?.clientId).toBe(clientId);
      expect(made.lines.some((line) => line.jobId === id)).toBe(true);
      const hours = (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
      expect(hours).toBeGreaterThanOrEqual(0.25);
      expect(hours).toBeLessThanOrEqual(72);
      expect(status === 'scheduled').toBe(startsAt > now);
      expect(status === 'in_progress').toBe(startsAt <= now && endsAt > now);
      const recorded = [createdAt, startedAt, closedAt].flatMap((moment) => (moment ? [moment.getTime()] : []));
      expect(recorded).toEqual(recorded.toSorted((a, b) => a - b));
      expect(Math.max(...recorded)).toBeLessThanOrEqual(now.getTime());
    }
    expect(new Set(made.jobs.map((job) => job.vehicleId)).size).toBe(made.jobs.length);
    expect(made.jobs.filter((job) => job.quoteId).length).toBeGreaterThan(8);
    expect(new Set(made.jobs.map((job) => job.bayId))).toEqual(new Set(makeDemoBays(shop, now).map((bay) => bay.id)));
  },
);

test('at noon of a day at work there are jobs of every state, and today has some that are done, under way and to come', () => {
  for (const shop of demoShops) {
    const now = new Date('2026-11-20T20:00:00Z');
    const { jobs } = make(shop, now);
    for (const status of jobStatuses) expect(jobs.filter((job) => job.status === status).length, `${shop.name} ${status}`).toBeGreaterThan(0);
    const today = toWallClock(now, shop.timeZone).slice(0, 10);
    const states = jobs.filter((job) => toWallClock(job.startsAt, shop.timeZone).startsWith(today)).map((job) => job.status);
    expect(states.length).toBeGreaterThan(3);
    expect(new Set(states).size).toBeGreaterThan(1);
  }
});

test('Henderson has exactly one job in North, and it is to come today or tomorrow, whatever the hour', () => {
  const [north] = demoShops;
  if (!north) throw new Error('There is no shop.');
  for (let hour = 0; hour < 24; hour += 1) {
    const now = new Date(Date.parse('2026-11-20T05:15:00Z') + hour * 3_600_000);
    const { jobs, henderson } = make(north, now);
    const hers = jobs.filter((job) => job.clientId === henderson?.client.id);
    expect(hers.map((job) => job.status)).toEqual(['scheduled']);
    const day = toWallClock(hers[0]?.startsAt ?? now, north.timeZone).slice(0, 10);
    expect(['2026-11-20', '2026-11-21']).toContain(day);
  }
});
