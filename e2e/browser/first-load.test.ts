import { expect } from 'vitest';
import { test } from './test.ts';

/** What may come over the wire before the first page can be used, compressed. */
const MAX_SCRIPT_BYTES = 300_000;

test('The first page I open needs less than 300 kB of compressed JavaScript', async ({ visit }) => {
  const { page, go, composer } = await visit('owner@north.test');
  await go('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await composer.waitFor();
  const scripts = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\.js(\?|$)/.test(name))
      .map(({ name, encodedBodySize, decodedBodySize }) => ({ name: new URL(name).pathname, encodedBodySize, decodedBodySize })),
  );
  const sum = scripts.reduce((total, { encodedBodySize }) => total + encodedBodySize, 0);
  console.log(`The first page: ${scripts.length} scripts, ${(sum / 1_000).toFixed(1)} kB compressed.`);
  // They did come, and compressed.
  expect(sum).toBeGreaterThan(50_000);
  expect(sum).toBeLessThan(scripts.reduce((total, { decodedBodySize }) => total + decodedBodySize, 0) / 2);
  expect(sum).toBeLessThan(MAX_SCRIPT_BYTES);
});
