import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface HostProcess {
  url: string;
  /** Asks the process to end and waits. @returns its exit code; null when a signal ended it */
  stop(): Promise<number | null>;
}

/**
 * Starts a host as a process of its own and waits for the line that says where it listens.
 *
 * @param pattern its first group is the address
 * @throws with everything the process printed when it ends before, or does not say so within a minute
 */
export async function startHost(
  directory: string,
  command: readonly [string, ...string[]],
  env: Record<string, string>,
  pattern: RegExp,
): Promise<HostProcess> {
  const [program, ...args] = command;
  // A copy of the environment without the `source` condition that the tests themselves run under.
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !['NODE_OPTIONS', 'NODE_ENV', 'VITEST'].includes(name)));
  const child = spawn(program, args, { cwd: directory, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await waitForLine(child, path.basename(args[0] ?? program), pattern);
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}

function waitForLine(child: ChildProcess, name: string, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const lines: string[] = [];
  const fail = (what: string) => reject(new Error(`${name} ${what}. It printed:\n${lines.join('\n')}`));
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    fail('did not say where it listens within a minute');
  }, 60_000);
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      const address = pattern.exec(line)?.[1];
      if (address) resolve(address);
    });
  }
  child.once('error', reject);
  child.once('exit', (code, signal) => fail(`ended with ${code ?? signal} before it listened`));
  return promise.finally(() => clearTimeout(timer));
}
