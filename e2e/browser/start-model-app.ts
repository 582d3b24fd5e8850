import { rm } from 'node:fs/promises';
import { createFakeProvider, createScratchDirectory, type FakeProvider } from '@countersign/server/testing';
import { startApp } from '../app-process.ts';
import { type Account, type Cookie, signIn } from './accounts.ts';

/** The product with a language model, whose provider is none but speaks as one over HTTP and says what a test tells it to. */
export interface ModelApp {
  url: string;
  provider: FakeProvider;
  cookies: Cookie[];
  /** What the app printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts it with data of its own. */
export async function startModelApp(account: Account): Promise<ModelApp> {
  const provider = await createFakeProvider();
  const directory = createScratchDirectory('countersign-models-');
  const app = startApp({
    PORT: '0',
    DATA_DIR: directory,
    COUNTERSIGN_MODEL_FAST: 'anthropic:claude-haiku-4-5',
    ANTHROPIC_API_KEY: 'faked-key-of-a-test',
    ANTHROPIC_BASE_URL: `${provider.url}/v1`,
  });
  const stop = async () => {
    await app.stop();
    await provider.close();
    await rm(directory, { recursive: true });
  };
  try {
    const url = await app.ready();
    return { url, provider, cookies: await signIn(url, account), output: app.output, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}
