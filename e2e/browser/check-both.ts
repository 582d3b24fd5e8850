import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture } from './test.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical on the page as it stands: the rule, and where. */
async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').at(-1)?.trim()}`));
}

/** What would still move for somebody who asked for no motion; every visit does. While something moves it has colours of neither end. */
function findMotion(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const moves = (element: Element) =>
      getComputedStyle(element)
        .transitionDuration.split(', ')
        .some((duration) => Number.parseFloat(duration) > 0);
    return [...document.querySelectorAll('*')].filter(moves).map((element) => element.outerHTML.slice(0, 100));
  });
}

/** Judges a screen in light and in dark: everybody can use it, and nothing moves for those who asked for no motion. */
export async function checkBoth(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await picture(page, `${screen}-${colorScheme}`);
    expect.soft(await findMotion(page), `${screen}, ${colorScheme}`).toEqual([]);
    expect.soft(await findBarriers(page), `${screen}, ${colorScheme}`).toEqual([]);
  }
}
