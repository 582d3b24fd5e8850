import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { test as base, inject } from 'vitest';
import { findChromium } from '../../scripts/test-stages/find-chromium.ts';
import type { Account } from './accounts.ts';
import type { SharedApp } from './start-shared-apps.ts';
import { createVisit, type Visit } from './visit.ts';

export interface Look {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** Where the product is, when it is not the shared one. */
  url?: string;
  cookies?: { name: string; value: string }[];
}

/** Reads the rows of every shop, past the product. */
export type Sql = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

interface Fixtures {
  browser: Browser;
  sql: Sql;
  /** Opens a browser of its own for somebody, in a conversation that begins; null: nobody is signed in. */
  visit: (account: Account | null, look?: Look) => Promise<Visit>;
}

/** Where the page keeps which conversation it is in, for everybody who may sign in. */
const storageKeys = ['shop-north:user-north-owner', 'shop-north:user-north-manager', 'shop-north:user-north-tech', 'shop-south:user-south-owner'];

/** What the browser itself writes to the console about a response that the page deals with. */
const expectedNoise = /Failed to load resource|net::ERR_/;

export const test = base.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads what a fixture needs off its first parameter
    async ({}, use) => {
      const found = findChromium();
      if (!found.path) throw new Error(found.problem);
      const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  sql: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const pool = new pg.Pool({ connectionString: findApp().databaseUrl, max: 2 });
      await use(async (text, values) => (await pool.query(text, values)).rows);
      await pool.end();
    },
    { scope: 'file' },
  ],
  visit: async ({ browser, task }, use) => {
    const visits: Visit[] = [];
    const complaints: string[] = [];
    await use(async (account, look = {}) => {
      const visit = await open(browser, account, look);
      visits.push(visit);
      visit.page.on('pageerror', (error) => complaints.push(error.message));
      visit.page.on('console', (message) => {
        if (message.type() === 'error' && !expectedNoise.test(message.text())) complaints.push(message.text());
      });
      return visit;
    });
    if (task.result?.state === 'fail') await keepPictures(task.name, visits);
    await Promise.all(visits.map(({ context }) => context.close()));
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  },
});

/** The app of this lane: what runs beside it has another. */
function findApp(): SharedApp {
  const lane = Number(process.env.VITEST_POOL_ID);
  const app = inject('apps')[lane - 1];
  if (!app) throw new Error(`There is no app for lane ${lane} of the browser tests.`);
  return app;
}

async function open(browser: Browser, account: Account | null, { width = 1280, height = 800, colorScheme = 'light', ...look }: Look): Promise<Visit> {
  const app = findApp();
  const url = look.url ?? app.url;
  const cookies = look.cookies ?? (account ? app.cookies[account] : []);
  const options: BrowserContextOptions = {
    baseURL: url,
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    storageState: {
      cookies: cookies.map(({ name, value }) => ({
        name,
        value,
        domain: new URL(url).hostname,
        path: '/',
        expires: -1,
        httpOnly: true,
        secure: false,
        sameSite: 'Lax',
      })),
      // As after a click on "New conversation": what earlier tests said is not resumed.
      origins: [{ origin: url, localStorage: storageKeys.map((name) => ({ name, value: 'new' })) }],
    },
    ...(width < 500 && { hasTouch: true, isMobile: true }),
  };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  return createVisit(await context.newPage(), context);
}

async function keepPictures(name: string, visits: readonly Visit[]): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'countersign-failed-'));
  for (const [index, { page }] of visits.entries()) {
    if (page.isClosed()) continue;
    await page.screenshot({ path: path.join(directory, `${index}.png`) });
  }
  console.log(`What "${name}" saw last is in ${directory}`);
}

/** Keeps a picture of the page where `E2E_PICTURES` names a directory; else does nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  const directory = process.env.E2E_PICTURES;
  if (!directory) return;
  await mkdir(directory, { recursive: true });
  await page.screenshot({ path: path.join(directory, `${name}.png`) });
}
