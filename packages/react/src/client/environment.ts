/** What the store needs to know of the device: is there a network, and when is it worth trying again at once. */
export interface Environment {
  isOnline(): boolean;
  /** True while nobody can see the page. */
  isHidden(): boolean;
  /** Calls back when the page is hidden or shown; returns what ends the listening. */
  onVisibility(change: () => void): () => void;
  /** Calls back when the network goes or returns, or the page becomes visible; returns what ends the listening. */
  onWake(wake: (cause: 'online' | 'offline' | 'visible') => void): () => void;
}

/** The browser's environment; outside a browser, one that is always online, always visible and never wakes anybody. */
export const browserEnvironment: Environment = {
  isOnline: () => globalThis.navigator?.onLine !== false,
  isHidden: () => globalThis.document?.visibilityState === 'hidden',
  onVisibility(change) {
    globalThis.document?.addEventListener('visibilitychange', change);
    return () => globalThis.document?.removeEventListener('visibilitychange', change);
  },
  onWake(wake) {
    if (typeof window === 'undefined') return () => undefined;
    const online = () => wake('online');
    const offline = () => wake('offline');
    const visible = () => {
      if (document.visibilityState === 'visible') wake('visible');
    };
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    document.addEventListener('visibilitychange', visible);
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', visible);
    };
  },
};

/** Calls back once the page was hidden for `ms` without a break; returns what ends the watching. */
export function whenHiddenFor(environment: Environment, ms: number, callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const check = () => {
    clearTimeout(timer);
    if (environment.isHidden()) timer = setTimeout(callback, ms);
  };
  const stopListening = environment.onVisibility(check);
  check();
  return () => {
    clearTimeout(timer);
    stopListening();
  };
}
