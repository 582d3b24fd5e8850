/** Where the id of the conversation is kept between page loads. */
export interface SessionStorage {
  get(): string | undefined;
  set(sessionId: string): void;
  clear(): void;
}

/**
 * Keeps the id in the browser's localStorage under `key`. Where there is none, or it is closed or full, nothing is kept: the
 * newest of the user's sessions is resumed then.
 *
 * @example localSessionStorage(`countersign:${tenantId}:${userId}`)
 */
export function localSessionStorage(key: string): SessionStorage {
  return {
    get: () => attempt(() => globalThis.localStorage?.getItem(key)) ?? undefined,
    set: (sessionId) => void attempt(() => globalThis.localStorage?.setItem(key, sessionId)),
    clear: () => void attempt(() => globalThis.localStorage?.removeItem(key)),
  };
}

/** Always the same conversation: for a page about one, such as the page of a task. */
export function fixedSessionStorage(sessionId: string): SessionStorage {
  return { get: () => sessionId, set: () => undefined, clear: () => undefined };
}

/** Private windows and blocked cookies make every access throw, also reading `localStorage` itself. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
