import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CountersignError } from '@countersign/core';
import { chooseHome } from './choose-home.ts';
import { claimHome, loadSettings, saveSettings } from './cluster-files.ts';
import type { Binaries } from './find-binaries.ts';
import { initCluster } from './init-cluster.ts';
import { findFreePort, type ServerStart, startServer, stopLeftover, stopServer } from './postmaster.ts';
import type { ServerUser } from './server-user.ts';

export interface EmbeddedPostgresOptions {
  /** Where the data lives, such as `.data/postgres`. Becomes a symbolic link where PostgreSQL's user may not enter it. */
  directory: string;
  /** Settings of the server, such as `{ fsync: 'off' }` for tests. @default PostgreSQL's own, so durable */
  settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Connects as the superuser `postgres`, over the loopback interface. Pass it to `prepareDatabase`, which connects down. */
  readonly url: string;
  readonly port: number;
  /** Process id of the server. */
  readonly pid: number;
  /** Shuts the server down and waits for its end; a second call does nothing. */
  stop(): Promise<void>;
}

/** Starts the cluster of a data directory with given programs: the package's, or in tests those of PostgreSQL 15. */
export async function startCluster(options: EmbeddedPostgresOptions, { user, binaries }: { user: ServerUser; binaries: Binaries }): Promise<EmbeddedPostgres> {
  const home = await chooseHome(path.resolve(options.directory), user);
  const giveBack = claimHome(home);
  try {
    const settings = loadSettings(home);
    saveSettings(home, settings); // before the cluster: it must not exist with a password that nobody knows
    const isDurable = options.settings?.fsync !== 'off';
    const cluster = await initCluster({ home, binaries, user, password: settings.password, isDurable });
    await stopLeftover(cluster);
    const { child, port } = await startOnFreePort({
      cluster,
      binaries,
      user,
      settings: options.settings ?? {},
      logFile: path.join(home, 'postgres.log'),
      port: settings.port ?? 0,
    });
    if (port !== settings.port) saveSettings(home, { ...settings, port });
    // The last resort of a program that ends without stop(): the server notes it and shuts down by itself.
    const stopWithUs = (): void => void child.kill('SIGINT');
    process.once('exit', stopWithUs);
    let stopping: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await stopServer(child.pid, cluster);
      process.removeListener('exit', stopWithUs);
      giveBack();
    };
    return {
      url: `postgres://postgres:${settings.password}@127.0.0.1:${port}/postgres`,
      port,
      pid: child.pid,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** Another program may take the port between our look and the server's, and the children of a killed server need a moment to end. */
async function startOnFreePort(start: ServerStart): Promise<{ child: Awaited<ReturnType<typeof startServer>>; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort(start.port);
    try {
      return { child: await startServer({ ...start, port }), port };
    } catch (error) {
      const isPassing = error instanceof CountersignError && /could not bind|Address already in use|pre-existing shared memory/.test(error.message);
      if (!isPassing || attempt === 5) throw error;
      await delay(attempt * 200);
    }
  }
}
