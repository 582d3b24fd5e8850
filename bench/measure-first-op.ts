import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { median, percentile } from './measure-steps.ts';

export interface FirstOpFigures {
  messages: number;
  medianMs: number;
  p95Ms: number;
}

const repository = join(import.meta.dirname, '..');

/**
 * From the message of a signed-in employee to the first UI operation on her event stream, over real HTTP against the
 * whole reference product in a process of its own: sign-in, row-level security, rules, every commit.
 */
export async function measureFirstOp(messages: number): Promise<FirstOpFigures> {
  const crm = await startCrm();
  try {
    const cookie = await signIn(crm.url);
    const { sessionId } = z.object({ sessionId: z.string() }).parse(await post(crm.url, cookie, '/agent/sessions', { agent: 'copilot' }));
    const stream = await openStream(crm.url, cookie, sessionId);
    const times: number[] = [];
    for (let index = 0; index < messages + WARM_UP; index++) {
      const opened = stream.next('panel-open-command');
      const startedAt = performance.now();
      await post(crm.url, cookie, `/agent/sessions/${sessionId}/messages`, { text: sentence(index), clientMessageId: `bench-${index}` });
      const arrivedAt = await opened;
      if (index >= WARM_UP) times.push(arrivedAt - startedAt);
    }
    stream.close();
    return { messages, medianMs: median(times), p95Ms: percentile(times, 0.95) };
  } finally {
    await crm.stop();
  }
}

/** With the warm-up below the 240 writes a minute that one user may make. */
const WARM_UP = 20;
const sentence = (index: number) =>
  `Create a customer named Jordan Miles${index % 7 === 0 ? '' : 'on'} with phone 555-219-88${10 + (index % 90)} and email jordan.miles@example.com.`;

async function startCrm(): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'countersign-bench-crm-'));
  await chmod(directory, 0o755);
  const child = spawn(process.execPath, ['--conditions=countersign-source', 'apps/crm/src/main.ts'], {
    cwd: repository,
    env: { ...process.env, PORT: '0', DATA_DIR: directory, SCHEDULES: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await findUrl(child);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function findUrl(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /Ready: (\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`The CRM ended with code ${code} before it was ready: ${text}`)));
  });
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'owner@north.test', password: 'countersign-demo' }),
  });
  if (!response.ok) throw new Error(`Signing in was answered with ${response.status}.`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function post(url: string, cookie: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: url },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Reads the stream as it arrives and notes when a node of a type was appended. */
async function openStream(url: string, cookie: string, sessionId: string) {
  const controller = new AbortController();
  const response = await fetch(`${url}/agent/sessions/${sessionId}/events`, { headers: { accept: 'text/event-stream', cookie }, signal: controller.signal });
  const waiting: { type: string; resolve: (at: number) => void }[] = [];
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const text = decoder.decode(chunk as Uint8Array, { stream: true });
      const now = performance.now();
      const first = waiting[0];
      if (first && text.includes(`"type":"${first.type}"`)) waiting.shift()?.resolve(now);
    }
  })().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return {
    next: (type: string) => new Promise<number>((resolve) => waiting.push({ type, resolve })),
    close() {
      controller.abort();
      void reading;
    },
  };
}
