import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { findEmbeddedUrl, startApp } from '../app-process.ts';
import { type Account, accounts, type Cookie, signIn } from './accounts.ts';

declare module 'vitest' {
  interface ProvidedContext {
    app: {
      /** Where the product answers. */
      url: string;
      /** Its PostgreSQL, as the superuser: sees every shop. */
      databaseUrl: string;
      /** Everybody of the demo, signed in once: there are more tests than sign-ins an address may try in a minute. */
      cookies: Record<Account, Cookie[]>;
    };
  }
}

/** Starts the product once for all browser tests, with data of its own, and ends it after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'countersign-browser-'));
  const app = startApp({ PORT: '0', DATA_DIR: directory });
  const end = async () => {
    const code = await app.stop();
    await rm(directory, { recursive: true });
    if (code !== 0) throw new Error(`The app did not stop in order (${code}):\n${app.output()}`);
  };
  try {
    const url = await app.ready();
    const cookies = Object.fromEntries(await Promise.all(accounts.map(async (account) => [account, await signIn(url, account)] as const)));
    project.provide('app', { url, databaseUrl: findEmbeddedUrl(directory), cookies: cookies as Record<Account, Cookie[]> });
    return end;
  } catch (error) {
    // What it printed says more than that it did not stop in order, too.
    await end().catch(() => undefined);
    throw error;
  }
}
