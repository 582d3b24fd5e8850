import { rm } from 'node:fs/promises';
import { createScratchDirectory } from '@countersign/server/testing';
import type { TestProject } from 'vitest/node';
import { findEmbeddedUrl, startApp } from '../app-process.ts';
import { type Account, accounts, type Cookie, signIn } from './accounts.ts';
import { laneCount } from './count-lanes.ts';
import { inboundSecret } from './write-to-shop.ts';

export interface SharedApp {
  /** Where the product answers. */
  url: string;
  /** Its PostgreSQL, as the superuser: sees every shop. */
  databaseUrl: string;
  /** Everybody of the demo, signed in once: there are more tests than sign-ins an address may try in a minute. */
  cookies: Record<Account, Cookie[]>;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** One for each lane, so that files that run side by side do not see each other's rows. */
    apps: SharedApp[];
  }
}

/** Starts the product once for each lane of browser tests, with data of its own, and ends it after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ends: (() => Promise<void>)[] = [];
  const endAll = async () => {
    const results = await Promise.allSettled(ends.map((end) => end()));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  };
  try {
    // The first one builds the web app, the others find it built.
    const first = await startSharedApp(ends);
    const others = await Promise.all(Array.from({ length: laneCount - 1 }, () => startSharedApp(ends)));
    project.provide('apps', [first, ...others]);
    return endAll;
  } catch (error) {
    // What it printed says more than that it did not stop in order, too.
    await endAll().catch(() => undefined);
    throw error;
  }
}

async function startSharedApp(ends: (() => Promise<void>)[]): Promise<SharedApp> {
  const directory = createScratchDirectory('countersign-browser-');
  const app = startApp({ PORT: '0', DATA_DIR: directory, INBOUND_SECRET: inboundSecret });
  ends.push(async () => {
    const code = await app.stop();
    await rm(directory, { recursive: true });
    if (code !== 0) throw new Error(`The app did not stop in order (${code}):\n${app.output()}`);
  });
  const url = await app.ready();
  const cookies = Object.fromEntries(await Promise.all(accounts.map(async (account) => [account, await signIn(url, account)] as const)));
  return { url, databaseUrl: findEmbeddedUrl(directory), cookies: cookies as Record<Account, Cookie[]> };
}
