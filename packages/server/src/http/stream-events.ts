import type { SessionEvent } from '@countersign/core';

/** The beat of an event stream, in milliseconds. Tests make it quick. */
export interface StreamTiming {
  /** A comment is sent after this much silence, so that proxies keep the connection. */
  readonly heartbeatMs: number;
  /** Who the caller is gets asked again after this long, at the next event or heartbeat: within a minute altogether. */
  readonly recheckMs: number;
  /** A client that reads nothing for this long is let go; it resumes with `Last-Event-ID`. */
  readonly stallMs: number;
  /** What clients are told to wait before they connect again; up to as much again is added, so that a restart does not bring all of them back at once. */
  readonly retryMs: number;
}

export const streamTiming = { heartbeatMs: 15_000, recheckMs: 40_000, stallMs: 120_000, retryMs: 1_000 } as const satisfies StreamTiming;

export interface EventSource {
  /** Sent first. */
  readonly backlog: readonly SessionEvent[];
  /** Everything after the backlog; called once, when the client reads on. */
  readonly tail: (signal: AbortSignal) => AsyncIterable<readonly SessionEvent[]>;
  /** Asked every `recheckMs`; the stream ends when it is false. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** Called once, when the stream is over for whatever reason. */
  readonly onEnd: () => void;
  /** The tail broke: the client resumes with `Last-Event-ID` on a new connection. */
  readonly onError: (error: unknown) => void;
}

/**
 * Answers with server-sent events: the backlog, then events as they are committed. Pulled by the reader, so a slow client
 * slows its own stream and holds one batch in memory. Ends when the request aborts, when the tail ends (the server
 * stops), or when the caller may no longer read.
 */
export function streamEvents(request: Request, source: EventSource, timing: StreamTiming): Response {
  const stop = new AbortController();
  const frames = toFrames(source, timing, stop.signal);
  let stall: ReturnType<typeof setTimeout> | undefined;
  const end = () => stop.abort();
  // Once: an aborted controller does not abort again.
  stop.signal.addEventListener('abort', () => {
    clearTimeout(stall);
    request.signal.removeEventListener('abort', end);
    source.onEnd();
    frames.return(undefined).catch(source.onError);
  });
  request.signal.addEventListener('abort', end);
  const watchForStall = () => {
    stall = setTimeout(end, timing.stallMs);
  };
  watchForStall();
  if (request.signal.aborted) end();
  let isCancelled = false;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stall);
        const { done, value } = await frames.next().catch((error: unknown) => {
          source.onError(error);
          return { done: true as const, value: undefined };
        });
        if (done) end();
        if (isCancelled) return;
        if (done || stop.signal.aborted) return controller.close();
        controller.enqueue(encoder.encode(value));
        watchForStall();
      },
      cancel() {
        isCancelled = true;
        end();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: streamHeaders });
}

/** `no-transform` keeps compressing proxies and middleware from holding events back until a block is full; nginx reads the last one. */
const streamHeaders = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' };

async function* toFrames(source: EventSource, timing: StreamTiming, signal: AbortSignal): AsyncGenerator<string, undefined> {
  // oxlint-disable-next-line countersign/weak-random -- a pause that only should differ
  yield `retry: ${timing.retryMs + Math.floor(Math.random() * timing.retryMs)}\n\n`;
  if (source.backlog.length > 0) yield source.backlog.map(toFrame).join('');
  if (signal.aborted) return;
  const batches = source.tail(signal)[Symbol.asyncIterator]();
  let batch = batches.next();
  let checkedAt = performance.now();
  try {
    while (!signal.aborted) {
      const turn = await waitFor(batch, timing.heartbeatMs, signal);
      if (turn === 'aborted') return;
      if (performance.now() - checkedAt >= timing.recheckMs) {
        if (!(await source.isStillAllowed())) return;
        checkedAt = performance.now();
      }
      if (turn === 'silence') {
        yield ': still here\n\n';
        continue;
      }
      if (turn.done) return;
      if (turn.value.length > 0) yield turn.value.map(toFrame).join('');
      batch = batches.next();
    }
  } finally {
    // The batch asked for last may still be under way; nobody waits for it any more.
    batch.catch(() => undefined);
    batches.return?.()?.catch(source.onError);
  }
}

/** One event as a frame. JSON has no raw line breaks, so one data line is enough. */
function toFrame(event: SessionEvent): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

type Turn = IteratorResult<readonly SessionEvent[], unknown> | 'silence' | 'aborted';

/** The next batch, or word that nothing came for `ms`, or that it is over. Leaves no timer and no listener behind. */
function waitFor(batch: Promise<IteratorResult<readonly SessionEvent[], unknown>>, ms: number, signal: AbortSignal): Promise<Turn> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const abort = () => {
      settle();
      resolve('aborted');
    };
    const timer = setTimeout(() => {
      settle();
      resolve('silence');
    }, ms);
    signal.addEventListener('abort', abort);
    batch.then(
      (result) => {
        settle();
        resolve(result);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}
