import { CountersignError, type SessionEvent } from '@countersign/core';
import { routes } from '@countersign/core/internal';
import { createParser } from 'eventsource-parser';
import { parseEvent } from './parse-event.ts';
import { openResponse, type Transport, toNetworkError } from './send-request.ts';

export interface StreamOptions {
  signal?: AbortSignal | undefined;
  /** The server sends a heartbeat every 15 s; a stream silent for longer than this is dead. @default 35_000 */
  silenceMs?: number;
  /** Told of every sign of life of the open stream: heartbeats and entries. */
  onChunk?: (() => void) | undefined;
}

interface Place {
  sessionId: string;
  /** The last `seq` already known. @default 0 */
  after?: number;
}

/** Far above any entry; a stream that never ends a line must not fill the memory. */
const MAX_ENTRY_CHARS = 8_000_000;

/**
 * Yields the entries of a session's log after `after`, then the new ones as they come, until the server ends the stream.
 * An entry that was cut off is not yielded; asking again after the last `seq` brings it.
 *
 * @throws CountersignError `unavailable` when the connection breaks or falls silent, `unsupported_media_type` when the
 * answer is no event stream, `cancelled` when `signal` aborts
 */
export async function* streamEvents(transport: Transport, place: Place, options: StreamOptions): AsyncGenerator<SessionEvent, void, undefined> {
  const path = routes.listEvents.path.replace('{id}', encodeURIComponent(place.sessionId));
  const silence = createSilenceTimer(options.silenceMs ?? 35_000);
  const signal = options.signal ? AbortSignal.any([options.signal, silence.signal]) : silence.signal;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await openResponse(transport, { path, query: { after: place.after ?? 0 }, accept: 'text/event-stream', signal });
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      await response.body?.cancel();
      throw new CountersignError('unsupported_media_type', `${path} did not answer with an event stream.`);
    }
    silence.restart();
    const entries: SessionEvent[] = [];
    const parser = createParser({ maxBufferSize: MAX_ENTRY_CHARS, onEvent: ({ data }) => entries.push(parseEvent(JSON.parse(data))) });
    const decoder = new TextDecoder();
    reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      silence.restart();
      options.onChunk?.();
      parser.feed(decoder.decode(value, { stream: true }));
      yield* entries.splice(0);
    }
  } catch (error) {
    throw error instanceof CountersignError ? error : toNetworkError(error, path, signal);
  } finally {
    silence.stop();
    // Ends the connection also when the consumer stops reading in the middle; a broken one has nothing left to end.
    await reader?.cancel().catch(() => undefined);
  }
}

function createSilenceTimer(ms: number) {
  const controller = new AbortController();
  const expire = () => controller.abort(new DOMException(`The stream was silent for ${ms} ms.`, 'TimeoutError'));
  let timer = setTimeout(expire, ms);
  return {
    signal: controller.signal,
    restart() {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
