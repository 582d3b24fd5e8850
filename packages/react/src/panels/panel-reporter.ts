import type { PanelEvent } from '@countersign/core/internal';
import { type Backoff, backoffMs } from '../client/backoff.ts';
import type { Client } from '../client/create-client.ts';
import { toCountersignError } from '../client/to-countersign-error.ts';

export interface PanelReporter {
  /** Queues a report. Never throws and never waits: a form must not notice whether the network works. */
  report(sessionId: string, event: PanelEvent): void;
  /** Repeats what fails, from here on. */
  start(): void;
  /** Stops repeating: what is queued or comes later is sent once, in order. */
  dispose(): void;
}

interface Entry {
  sessionId: string;
  event: PanelEvent;
}

/** Reports kept while the server cannot be reached. Beyond it the oldest edits go first, for the form still has them. */
const MAX_QUEUED = 200;
/** With the backoff below, about ten minutes of no connection. */
const MAX_ATTEMPTS = 25;
// oxlint-disable-next-line countersign/weak-random -- a pause that only should differ
const defaultBackoff: Backoff = { baseMs: 500, capMs: 30_000, random: Math.random };

/**
 * Sends what happens in panels to the session, one report after another, in order. Failures are repeated quietly; a report that
 * the server refuses is dropped, since repeating it would change nothing.
 */
export function createPanelReporter(client: Pick<Client, 'recordPanelEvent'>, backoff: Backoff = defaultBackoff): PanelReporter {
  const queue: Entry[] = [];
  let isSending = false;
  let isRepeating = false;
  let endWait: (() => void) | undefined;

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** True when the report is done with: taken, or refused for good. */
  const deliver = async ({ sessionId, event }: Entry, attempt: number): Promise<boolean> => {
    try {
      await client.recordPanelEvent({ sessionId, ...event });
      return true;
    } catch (cause) {
      const error = toCountersignError(cause);
      // Signed out is not refused: the user may sign in again while the form is open.
      if (!error.isRetryable && error.code !== 'unauthenticated') return true;
      if (isRepeating) await wait(backoffMs(attempt, backoff, error));
      return !isRepeating;
    }
  };

  const drain = async () => {
    isSending = true;
    for (let attempt = 0; queue[0]; ) {
      const entry = queue[0];
      const isDone = (await deliver(entry, attempt)) || attempt >= MAX_ATTEMPTS;
      attempt = isDone ? 0 : attempt + 1;
      // By identity: the queue may have been shortened meanwhile.
      if (isDone && queue[0] === entry) queue.shift();
    }
    isSending = false;
  };

  return {
    report(sessionId, event) {
      queue.push({ sessionId, event });
      if (queue.length > MAX_QUEUED) shorten(queue);
      if (!isSending) void drain();
    },
    start() {
      isRepeating = true;
    },
    dispose() {
      isRepeating = false;
      endWait?.();
    },
  };
}

/** Drops the oldest edit, else the oldest report, but never the first: it is on its way. */
function shorten(queue: Entry[]): void {
  const oldestEdit = queue.findIndex(({ event }, index) => index > 0 && event.type === 'panel.field.update');
  queue.splice(Math.max(1, oldestEdit), 1);
}
