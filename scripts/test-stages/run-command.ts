import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');

/** How long what is asked to end may take, before it is ended. */
const GRACE_MS = 5_000;

export interface CommandOptions {
  env: NodeJS.ProcessEnv;
  timeoutMs: number;
  hear: (line: string) => void;
}

export interface CommandEnd {
  /** 1 when the command could not be started or was ended by a signal. */
  exitCode: number;
  /** Why it did not end by itself. */
  cutOff?: string;
}

/** Runs a command in a process group of its own, and ends whatever it has started when it ends, takes too long or is interrupted. */
export function runCommand([program, ...args]: readonly [string, ...string[]], { env, timeoutMs, hear }: CommandOptions): Promise<CommandEnd> {
  const { promise, resolve } = Promise.withResolvers<CommandEnd>();
  const PATH = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${env.PATH ?? ''}`;
  const child = spawn(program, args, {
    cwd: root,
    env: { ...env, PATH, NO_COLOR: '1', CI: env.CI ?? '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let cutOff: string | undefined;
  const end = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const cut = (why: string) => {
    cutOff ??= why;
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), GRACE_MS).unref();
  };
  const timer = setTimeout(() => cut(`it may take ${timeoutMs / 1000} s`), timeoutMs);
  // A group of its own hears nothing of a Ctrl-C in our terminal.
  const interrupt = () => cut('it was interrupted');
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  readLines(child.stdout, hear);
  readLines(child.stderr, hear);
  const settle = (ended: CommandEnd) => {
    clearTimeout(timer);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    resolve(ended);
  };
  child.once('error', (error) => {
    hear(`could not be started: ${error.message}`);
    settle({ exitCode: 1 });
  });
  // Whoever it leaves behind would keep its output open, and us waiting.
  child.once('exit', () => end('SIGKILL'));
  child.once('close', (code, signal) => {
    const why = cutOff ?? (signal ? `it was ended by ${signal}` : undefined);
    settle({ exitCode: code ?? 1, ...(why !== undefined && { cutOff: why }) });
  });
  return promise;
}

function readLines(stream: Readable, hear: (line: string) => void): void {
  // Not every tool heeds NO_COLOR.
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => hear(stripVTControlCharacters(line)));
}
