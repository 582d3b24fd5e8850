import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { LogWatcher } from '../context.ts';
import type { Logger } from '../options.ts';
import type { Sql } from '../store/database.ts';

const CHANNEL = 'countersign';
/** How long touched sessions are gathered before one NOTIFY tells the other nodes. */
const COALESCE_MS = 10;
/** Postgres refuses payloads of 8000 bytes. */
const KEYS_PER_PAYLOAD = 60;
/** How long a watcher sleeps without a notification: long while LISTEN works, short where a pooler forbids it. */
const POLL_MS = { listening: 15_000, deaf: 1_000 };

const Payload = z.object({ node: z.string(), keys: z.array(z.string()) });

/** Wakes whoever reads a session's log when it has grown, on this node at once and on the others through one LISTEN each. */
export interface Notifier {
  /** To be called after the commit. */
  notify(tenantId: string, sessionId: string): void;
  watch(tenantId: string, sessionId: string, signal: AbortSignal): LogWatcher;
  /** Notifies from inside a transaction: delivered when it commits, and only then. For facts of the host, not for steps, which it would slow. */
  notifyIn(sql: Sql, tenantId: string, sessionId: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Creates the notifier of a node. */
export function createNotifier(pool: pg.Pool, logger: Logger): Notifier {
  const node = uuidv7();
  const watchers = new Map<string, Set<() => void>>();
  const endings = new Set<() => void>();
  const outbox = new Set<string>();
  let flushTimer: NodeJS.Timeout | undefined;
  let listener: pg.PoolClient | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const wake = (key: string) => {
    for (const ring of watchers.get(key) ?? []) ring();
  };
  const wakeAll = () => {
    for (const key of watchers.keys()) wake(key);
  };

  async function flush(): Promise<void> {
    flushTimer = undefined;
    const keys = [...outbox];
    outbox.clear();
    try {
      for (let start = 0; start < keys.length; start += KEYS_PER_PAYLOAD) {
        const payload = JSON.stringify({ node, keys: keys.slice(start, start + KEYS_PER_PAYLOAD) });
        await pool.query('select pg_notify($1, $2)', [CHANNEL, payload]);
      }
    } catch (error) {
      logger.warn({ error }, 'other nodes could not be notified; they will poll');
    }
  }

  function onNotification(message: pg.Notification): void {
    const payload = Payload.safeParse(parseJson(message.payload));
    if (!payload.success || payload.data.node === node) return;
    for (const key of payload.data.keys) wake(key);
  }

  async function listen(): Promise<void> {
    if (isStopped) return;
    try {
      const client = await pool.connect();
      listener = client;
      client.on('notification', onNotification);
      client.on('error', (error) => {
        if (listener !== client) return;
        listener = undefined;
        logger.warn({ error }, 'the LISTEN connection was lost; polling until it is back');
        client.release(true);
        retryTimer = setTimeout(() => void listen(), 1_000).unref();
      });
      await client.query(`listen ${CHANNEL}`);
      wakeAll(); // Something may have been said while nobody listened.
    } catch (error) {
      logger.warn({ error }, 'LISTEN is not to be had; polling');
      listener?.release(true);
      listener = undefined;
      if (!isStopped) retryTimer = setTimeout(() => void listen(), 5_000).unref();
    }
  }

  return {
    notify(tenantId, sessionId) {
      const key = `${tenantId} ${sessionId}`;
      wake(key);
      if (isStopped) return;
      outbox.add(key);
      flushTimer ??= setTimeout(() => void flush(), COALESCE_MS);
    },
    async notifyIn(sql, tenantId, sessionId) {
      await sql('select pg_notify($1, $2)', [CHANNEL, JSON.stringify({ node: '', keys: [`${tenantId} ${sessionId}`] })]);
    },
    watch(tenantId, sessionId, signal) {
      return createWatcher({ watchers, endings }, `${tenantId} ${sessionId}`, signal, () => (listener ? POLL_MS.listening : POLL_MS.deaf));
    },
    async start() {
      isStopped = false;
      if (!listener) await listen();
    },
    async stop() {
      isStopped = true;
      clearTimeout(retryTimer);
      clearTimeout(flushTimer);
      if (outbox.size > 0) await flush();
      const client = listener;
      listener = undefined;
      client?.release(true);
      for (const end of endings) end();
    },
  };
}

interface Readers {
  watchers: Map<string, Set<() => void>>;
  /** What ends each reader when the node stops. */
  endings: Set<() => void>;
}

function createWatcher({ watchers, endings }: Readers, key: string, signal: AbortSignal, pollMs: () => number): LogWatcher {
  let isOver = false;
  let isRung = false;
  let wakeUp: (() => void) | undefined;
  const ring = () => {
    isRung = true;
    wakeUp?.();
  };
  const end = () => {
    isOver = true;
    ring();
  };
  endings.add(end);
  const rings = watchers.get(key) ?? new Set();
  watchers.set(key, rings.add(ring));
  signal.addEventListener('abort', ring, { once: true });
  return {
    async next() {
      if (!isRung) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wakeUp = resolve;
        const timer = setTimeout(resolve, pollMs());
        await promise;
        clearTimeout(timer);
        wakeUp = undefined;
      }
      isRung = false;
    },
    get isOver() {
      return isOver;
    },
    close() {
      signal.removeEventListener('abort', ring);
      endings.delete(end);
      rings.delete(ring);
      if (rings.size === 0 && watchers.get(key) === rings) watchers.delete(key);
    },
  };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined; // Not ours: somebody else uses the channel.
  }
}
