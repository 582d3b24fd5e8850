import { expect, test } from 'vitest';
import { CreateVehicle } from '../../shared/vehicle.ts';
import { makeDemoClients } from './demo-clients.ts';
import { demoShops } from './demo-shops.ts';
import { makeDemoVehicles } from './demo-vehicles.ts';

const now = new Date('2026-11-20T12:00:00Z');

test.each(demoShops)('every client of $name has one to three cars, the same ones every time, each as the form would save it', (shop) => {
  const clients = makeDemoClients(shop, now);
  const cars = makeDemoVehicles(shop, clients, now);
  expect(makeDemoVehicles(shop, clients, now)).toEqual(cars);
  expect(new Set(cars.map((car) => car.id)).size).toBe(cars.length);
  for (const { clientId, year, make, model, color, plate, size, createdAt } of cars) {
    const car = { clientId, year, make, model, color, plate, size };
    expect(CreateVehicle.parse(car)).toEqual(car);
    expect(createdAt?.getTime()).toBeLessThan(now.getTime());
  }
  const counts = clients.map((client) => cars.filter((car) => car.clientId === client.id).length);
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([1, 3]);
  for (const client of clients.filter(({ notes }) => notes?.includes('Black Tahoe')))
    expect(cars).toContainEqual(expect.objectContaining({ clientId: client.id, model: 'Tahoe', color: 'Black' }));
  const plates = cars.flatMap((car) => car.plate ?? []);
  expect(new Set(plates).size).toBe(plates.length);
});
