import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
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
  /** Contexts whose tests are over, by what they look like: their caches are warm, which saves a second a visit. */
  usedContexts: Map<string, BrowserContext[]>;
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
  usedContexts: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      await use(new Map());
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
  visit: async ({ browser, usedContexts, task }, use) => {
    const visits: Visit[] = [];
    const complaints: string[] = [];
    const givesBack: (() => Promise<void>)[] = [];
    await use(async (account, look = {}) => {
      const { context, giveBack } = await openContext(browser, usedContexts, account, look);
      givesBack.push(giveBack);
      const visit = createVisit(await context.newPage(), context);
      visits.push(visit);
      await visit.page.addInitScript(beginAnew, storageKeys);
      visit.page.on('pageerror', (error) => complaints.push(error.message));
      visit.page.on('console', (message) => {
        if (message.type() === 'error' && !expectedNoise.test(message.text())) complaints.push(message.text());
      });
      return visit;
    });
    if (task.result?.state === 'fail') await keepPictures(task.name, visits);
    await Promise.all(givesBack.map((giveBack) => giveBack()));
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  },
});

/** Runs in the page before anything of ours, once for each page: what earlier tests kept is gone and what they said is not resumed, as after a click on "New conversation". */
function beginAnew(keys: readonly string[]): void {
  if (sessionStorage.getItem('begun')) return;
  localStorage.clear();
  for (const key of keys) localStorage.setItem(key, 'new');
  sessionStorage.setItem('begun', 'yes');
}

/** The app of this lane: what runs beside it has another. */
function findApp(): SharedApp {
  const lane = Number(process.env.VITEST_POOL_ID);
  const app = inject('apps')[lane - 1];
  if (!app) throw new Error(`There is no app for lane ${lane} of the browser tests.`);
  return app;
}

/** A browser of one's own for a test: one whose test is over where there is one of the same look, else a new one. */
async function openContext(browser: Browser, used: Map<string, BrowserContext[]>, account: Account | null, look: Look) {
  const { width = 1280, height = 800, colorScheme = 'light' } = look;
  const app = findApp();
  const url = look.url ?? app.url;
  const cookies = look.cookies ?? (account ? app.cookies[account] : []);
  const options = {
    baseURL: url,
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    ...(width < 500 && { hasTouch: true, isMobile: true }),
  } satisfies BrowserContextOptions;
  const key = JSON.stringify(options);
  const context = used.get(key)?.pop() ?? (await browser.newContext(options));
  context.setDefaultTimeout(10_000);
  await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url, httpOnly: true, sameSite: 'Lax' as const })));
  const giveBack = async () => {
    await Promise.all(context.pages().map((page) => page.close()));
    await context.setOffline(false);
    await context.clearCookies();
    used.set(key, [...(used.get(key) ?? []), context]);
  };
  return { context, giveBack };
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
