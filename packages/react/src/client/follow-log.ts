import { CountersignError, type SessionEvent } from '@countersign/core';
import { type Backoff, backoffMs } from './backoff.ts';
import type { Client } from './create-client.ts';
import { type Environment, whenHiddenFor } from './environment.ts';
import type { SessionStatus } from './session-state.ts';
import { toCountersignError } from './to-countersign-error.ts';
import type { Waker } from './waker.ts';

export interface FollowTiming extends Backoff {
  /** Silence after which a stream is taken for dead; heartbeats come every 15 s. */
  silenceMs: number;
  /** Silence after which a page that becomes visible again does not trust its stream. */
  doubtMs: number;
  /** A page nobody has seen for this long lets its stream go: over HTTP/1.1 a browser has six connections for all its tabs. */
  hiddenMs: number;
  /** A stream that held this long was a good one, whatever ended it. */
  healthyMs: number;
  /** Between two reads of the log where no stream is possible. */
  pollMs: number;
  /** Reads in a row before the stream is tried again. */
  pollsPerRound: number;
}

export const defaultTiming: FollowTiming = {
  baseMs: 500,
  capMs: 15_000,
  random: Math.random, // oxlint-disable-line countersign/weak-random -- a pause that only should differ
  silenceMs: 35_000,
  doubtMs: 20_000,
  hiddenMs: 60_000,
  healthyMs: 5_000,
  pollMs: 2_000,
  pollsPerRound: 60,
};

export interface FollowOptions {
  client: Client;
  sessionId: string;
  timing: FollowTiming;
  waker: Waker;
  signal: AbortSignal;
  environment: Environment;
  /** The last `seq` folded so far. */
  last: () => number;
  onEvents: (events: readonly SessionEvent[]) => void;
  onStatus: (status: SessionStatus, error?: CountersignError) => void;
}

/** What came of one connection. `wasHealthy`: it did its work before it ended. `isMute`: not one byte came of the stream. */
interface Round {
  outcome: 'ended' | 'renew' | 'rest' | 'gone' | 'signed_out';
  wasHealthy: boolean;
  isMute: boolean;
  error?: CountersignError;
}

/** Entries asked for at once; a shorter page is the end of the log. */
const PAGE = 500;
/** Streams in a row that may bring nothing, while reading works, before the log is polled instead. */
const MUTE_STREAMS = 2;

/**
 * Follows the log of a session: reads what is there, streams what comes, reconnects and goes on after the last entry. Where streams
 * do not get through (a buffering proxy, too many open tabs) it reads again and again instead.
 *
 * @returns `gone` when there is no such session any more, `stopped` when `signal` aborted
 */
export async function followLog(options: FollowOptions): Promise<'gone' | 'stopped'> {
  const { timing, waker, signal, environment } = options;
  let failures = 0;
  let muteStreams = 0;
  while (!signal.aborted) {
    const isPolling = muteStreams >= MUTE_STREAMS;
    const round = await followOnce(options, isPolling);
    if (signal.aborted) break;
    if (round.outcome === 'gone') return 'gone';
    if (round.outcome === 'rest' && environment.isHidden()) await waker.wait(Number.POSITIVE_INFINITY, signal);
    if (round.outcome === 'rest' || round.outcome === 'renew') continue;
    muteStreams = isPolling || !round.isMute ? 0 : isRefused(round.error) ? MUTE_STREAMS : muteStreams + 1;
    failures = round.wasHealthy ? 0 : failures + 1;
    if (round.outcome === 'signed_out') {
      options.onStatus('signed_out', round.error);
      await waker.wait(Number.POSITIVE_INFINITY, signal);
      continue;
    }
    // Reading works and only streams do not: no reason to worry anybody. Nor is a stream that did its work and ended.
    const isAlarm = !round.wasHealthy && muteStreams < MUTE_STREAMS;
    if (isAlarm) options.onStatus(environment.isOnline() ? 'reconnecting' : 'offline', round.error);
    await waker.wait(backoffMs(Math.max(0, failures - 1), timing, round.error), signal);
  }
  return 'stopped';
}

/** A server or proxy that answers but will not stream: repeating it at once is of no use. */
function isRefused(error: CountersignError | undefined): boolean {
  return error?.code === 'unsupported_media_type' || error?.code === 'rate_limited';
}

async function followOnce(options: FollowOptions, isPolling: boolean): Promise<Round> {
  const { timing, waker, environment } = options;
  const renewal = new AbortController();
  const signal = AbortSignal.any([options.signal, renewal.signal]);
  const startedAt = Date.now();
  const seen = { hasRead: false, chunkAt: 0, lastAtStream: 0 };
  const stopListening = waker.listen((cause) => {
    const isDoubtful = Date.now() - Math.max(startedAt, seen.chunkAt) > timing.doubtMs;
    if (cause !== 'visible' || isDoubtful) renewal.abort('renew');
  });
  const stopWatching = whenHiddenFor(environment, timing.hiddenMs, () => renewal.abort('rest'));
  const toRound = (outcome: Round['outcome'], error?: CountersignError): Round => {
    const didHold = seen.chunkAt > 0 && (options.last() > seen.lastAtStream || Date.now() - startedAt >= timing.healthyMs);
    const round = { outcome, wasHealthy: isPolling ? error === undefined : didHold, isMute: seen.hasRead && seen.chunkAt === 0 };
    return error ? { ...round, error } : round;
  };
  try {
    await readLog(options, signal);
    seen.hasRead = true;
    seen.lastAtStream = options.last();
    options.onStatus('live');
    if (isPolling) await pollLog(options, signal);
    else await streamLog(options, signal, () => (seen.chunkAt = Date.now()));
    return toRound('ended');
  } catch (cause) {
    if (renewal.signal.aborted) return toRound(renewal.signal.reason === 'rest' ? 'rest' : 'renew');
    const error = toCountersignError(cause);
    if (error.code === 'not_found') return toRound('gone', error);
    return toRound(error.code === 'unauthenticated' ? 'signed_out' : 'ended', error);
  } finally {
    stopListening();
    stopWatching();
  }
}

/** Reads the log page by page from the last entry folded to its end. */
async function readLog(options: FollowOptions, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { events } = await options.client.listEvents({ sessionId: options.sessionId, after: options.last(), limit: PAGE }, { signal });
    if (events.length > 0) options.onEvents(events);
    if (events.length < PAGE) return;
  }
}

async function streamLog(options: FollowOptions, signal: AbortSignal, onChunk: () => void): Promise<void> {
  const stream = options.client.streamEvents({ sessionId: options.sessionId, after: options.last() }, { signal, silenceMs: options.timing.silenceMs, onChunk });
  for await (const event of stream) {
    const expected = options.last() + 1;
    if (event.seq > expected) throw new CountersignError('unavailable', `Entry ${expected} of the log is missing in the stream.`);
    options.onEvents([event]);
  }
}

async function pollLog(options: FollowOptions, signal: AbortSignal): Promise<void> {
  for (let count = 0; count < options.timing.pollsPerRound && !signal.aborted; count += 1) {
    await options.waker.wait(options.timing.pollMs, signal);
    await readLog(options, signal);
  }
}
