import { expect, test } from 'vitest';
import { CreateService } from '../../shared/service.ts';
import { makeDemoServices } from './demo-services.ts';
import { demoShops } from './demo-shops.ts';

test.each(demoShops)('the catalogue of $name has fifteen services and more, each as the form would save it, dearer for larger cars', (shop) => {
  const services = makeDemoServices(shop, new Date('2026-11-20T12:00:00Z'));
  expect(services.filter((service) => service.isActive).length).toBeGreaterThanOrEqual(15);
  for (const { tenantId: _tenant, id: _id, createdAt: _created, updatedAt: _updated, ...service } of services) {
    expect(CreateService.parse(service)).toEqual(service);
    const prices = [service.smallCents, service.mediumCents, service.largeCents, service.xlCents];
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  }
});
