import type { Environment } from './environment.ts';

/** `offline` wakes too: a stream whose network is gone hangs in silence, while a new request says at once that it is. */
export type WakeCause = 'online' | 'offline' | 'visible' | 'asked';

/** Lets waits end early when it is worth trying again at once. */
export interface Waker {
  /** Resolves after `ms`, on a wake-up or when `signal` aborts, whichever is first. Never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls back on every wake-up; returns what ends that. */
  listen(listener: (cause: WakeCause) => void): () => void;
  wake(cause: WakeCause): void;
  dispose(): void;
}

export function createWaker(environment: Environment): Waker {
  const listeners = new Set<(cause: WakeCause) => void>();
  const wake = (cause: WakeCause) => {
    for (const listener of [...listeners]) listener(cause);
  };
  const listen = (listener: (cause: WakeCause) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const stopWatching = environment.onWake(wake);
  return {
    listen,
    wake,
    wait(ms, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const finish = () => {
          clearTimeout(timer);
          stopListening();
          signal.removeEventListener('abort', finish);
          resolve();
        };
        const timer = Number.isFinite(ms) ? setTimeout(finish, ms) : undefined;
        const stopListening = listen(finish);
        signal.addEventListener('abort', finish);
      });
    },
    dispose() {
      stopWatching();
      listeners.clear();
    },
  };
}
