import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { compileCache } from '../compile-cache.ts';

const Line = z.object({ ready: z.int().optional(), fault: z.object({ point: z.string(), runIds: z.array(z.string()) }).optional() });
export type FaultReport = NonNullable<z.infer<typeof Line>['fault']>;

/** A process of ours that serves HTTP on a port of its choice. */
export interface Served {
  readonly pid: number;
  readonly url: string;
  /** What it said when its fault fired. @throws when it did not, in that time (15 s unless told): the test would prove nothing */
  fired(withinMs?: number): Promise<FaultReport>;
  /** How it ended: `SIGKILL`, or its exit code. */
  readonly ended: Promise<NodeJS.Signals | number>;
  signal(signal: NodeJS.Signals): void;
  /** All it wrote to standard error. */
  log(): string;
}

/** Starts a file of this folder with Node and waits until it serves. @throws with its output when it ends before that */
export async function startProcess(file: string, env: Record<string, string>): Promise<Served> {
  const child = spawn(process.execPath, ['--conditions=countersign-source', path.join(import.meta.dirname, file)], {
    env: { ...process.env, ...compileCache, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started.`);
  const log = gather(child);
  const ready = Promise.withResolvers<number>();
  const fault = Promise.withResolvers<FaultReport>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = Line.parse(JSON.parse(line));
    if (said.ready !== undefined) ready.resolve(said.ready);
    if (said.fault) fault.resolve(said.fault);
  });
  const ended = new Promise<NodeJS.Signals | number>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? -1)));
  const early = ended.then((end) => Promise.reject(new Error(`${file} ended with ${end} before it was ready.\n${log()}`)));
  early.catch(() => {}); // It ends at some time; only an end before it was ready is an error.
  try {
    const port = await Promise.race([ready.promise, early, delay(30_000).then(() => Promise.reject(new Error(`${file} is not ready after 30 s.\n${log()}`)))]);
    const signal = (name: NodeJS.Signals) => void process.kill(pid, name);
    const fired = (withinMs = 40_000) =>
      Promise.race([fault.promise, delay(withinMs).then(() => Promise.reject(new Error(`The fault did not fire within ${withinMs} ms.\n${log()}`)))]);
    return { pid, url: `http://127.0.0.1:${port}`, fired, ended, signal, log };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function gather(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
