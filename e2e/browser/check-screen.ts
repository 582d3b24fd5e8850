import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture } from './test.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const widths = [1280, 390] as const;
export type Width = (typeof widths)[number];
const toViewport = (width: Width) => ({ width, height: width === 390 ? 844 : 800 });

/** Colours are all that a page in dark has of its own. */
const colourRules = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** What axe finds serious or critical on the page as it stands: the rule, and where. */
async function findBarriers(page: Page, rules: object): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate((options) => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run(options), {
    resultTypes: ['violations'],
    ...rules,
  });
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

/** Makes the page as wide as a phone or a desk. What it draws for that width has been drawn when this returns. */
export async function resize(page: Page, width: Width): Promise<void> {
  await page.setViewportSize(toViewport(width));
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Judges the page at the width it has, in light and in dark: everybody can use it, nothing moves for those who asked for no motion, nothing sticks out sideways. */
export async function checkColours(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await picture(page, `${screen}-${colorScheme}`);
    expect.soft(await findMotion(page), `${screen}, ${colorScheme}`).toEqual([]);
    expect.soft(await findBarriers(page, colorScheme === 'dark' ? colourRules : {}), `${screen}, ${colorScheme}`).toEqual([]);
  }
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect.soft(inner, `${screen}: how wide its content is`).toBe(outer);
}

/** Judges the page on a desk and on a phone, each in light and in dark, and leaves it on the desk. */
export async function checkScreen(page: Page, screen: string): Promise<void> {
  for (const width of widths.toReversed()) {
    await resize(page, width);
    await checkColours(page, `${screen}-${width}`);
  }
}
