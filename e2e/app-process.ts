import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { compileCache } from './compile-cache.ts';

const root = path.resolve(import.meta.dirname, '..');

/** The product as `npm start` runs it: a process of its own, seen from outside. */
export interface AppProcess {
  readonly child: ChildProcess & { pid: number };
  /** What it printed so far, both streams. */
  output(): string;
  /** Its address once it is ready. Rejects with what it printed when it ends before. */
  ready(): Promise<string>;
  /** Resolves when it has ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Ctrl-C, and wait for the end. */
  stop(): Promise<number | NodeJS.Signals>;
}

/** Variables of this test process that must not reach the app, as they would change what it does. */
const ours =
  /^(COUNTERSIGN_|ANTHROPIC_|OPENAI_|PORT|HOST|BASE_URL|DATABASE_|DATA_DIR|SEED_DEMO|SCHEDULES|LOG_LEVEL|BETTER_AUTH_|NODE_ENV$|NODE_OPTIONS$|VITE|VITEST|PG)/;

/** Starts the app with nothing in its environment but the machine's own and `variables`. */
export function startApp(variables: Readonly<Record<string, string>>): AppProcess {
  const machine = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  const child = spawn(process.execPath, ['--conditions=countersign-source', 'apps/crm/src/main.ts'], {
    cwd: root,
    // No test may depend on the hour at which it runs; one about schedules asks for them.
    env: { ...machine, ...compileCache, SCHEDULES: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  }) as ChildProcess & { pid: number };
  const lines: string[] = [];
  const address = Promise.withResolvers<string>();
  address.promise.catch(() => {}); // Whoever asks is told; a test about a start that fails does not ask.
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      const [, url] = /^Ready: (\S+)$/.exec(line) ?? [];
      if (url) address.resolve(url);
    });
  }
  const output = () => lines.join('\n');
  // 'close' and not 'exit': only then everything it said was read.
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  void ended.then((end) => address.reject(new Error(`The app ended with ${end} before it was ready:\n${output()}`)));
  return {
    child,
    output,
    ready: () => address.promise,
    ended,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** Connects to the embedded PostgreSQL of a data directory as its superuser, who sees the rows of every shop. */
export function findEmbeddedUrl(dataDirectory: string): string {
  const { password, port } = JSON.parse(readFileSync(path.join(dataDirectory, 'postgres/settings.json'), 'utf8')) as { password: string; port: number };
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}
