import { CountersignError, type EventList, type Principal } from '@countersign/core';
import type { TailInput } from '../stream/tail-events.ts';
import { type Identified, identify, requirePrincipal } from './authenticate.ts';
import type { ApiContext, ServedRoute } from './endpoint.ts';
import type { StreamSlots } from './limit-streams.ts';
import { type StreamTiming, streamEvents } from './stream-events.ts';

/** What the requests of one handler share. */
export interface HttpContext {
  readonly ctx: ApiContext;
  readonly slots: StreamSlots;
  readonly timing: StreamTiming;
}

/** A route whose answer may be a stream. */
type StreamedRoute = ServedRoute & Required<Pick<ServedRoute, 'stream'>>;

/** One request for a log after everything that could be wrong with it was checked. */
interface EventsRequest {
  readonly request: Request;
  readonly requestId: string;
  readonly caller: Identified;
  readonly principal: Principal;
  readonly input: Omit<TailInput, 'signal'>;
}

/** Answers with a page of a log, or with the stream that follows it: what the Accept header asks for. */
export async function answerEvents(http: HttpContext, route: StreamedRoute, asked: EventsRequest): Promise<Response> {
  const { request, principal } = asked;
  const input = { ...asked.input, after: readLastEventId(request) ?? asked.input.after };
  // The first page tells a foreign session from an own one before anything is streamed.
  const page = (await route.run(http.ctx, principal, input as never)) as EventList;
  if (!wantsStream(request)) return Response.json(page, { headers: { Vary: 'Accept' } });
  const { sessionId } = input;
  const after = page.events.at(-1)?.seq ?? input.after;
  const release = http.slots.take(asked.caller.key);
  return streamEvents(
    request,
    {
      backlog: page.events,
      tail: (signal) => route.stream(http.ctx, principal, { sessionId, after, signal }),
      isStillAllowed: () => isStillAllowed(http, asked),
      onEnd: release,
      onError: (err) => http.ctx.options.logger.error({ requestId: asked.requestId, sessionId, err }, 'event stream broke'),
    },
    http.timing,
  );
}

/** Whether the sender of a request is still signed in as the same person, and still a principal. Doubt is a no. */
async function isStillAllowed({ ctx: { options } }: HttpContext, { request, requestId, caller }: EventsRequest): Promise<boolean> {
  try {
    const now = await identify(options, request);
    if (now.key !== caller.key) return false;
    await requirePrincipal(options, now.identity);
    return true;
  } catch (err) {
    if (!(err instanceof CountersignError)) options.logger.error({ requestId, err }, 'event stream ended: its user could not be checked');
    return false;
  }
}

function readLastEventId(request: Request): number | undefined {
  const header = request.headers.get('last-event-id');
  if (header === null) return undefined;
  const seq = /^\d{1,16}$/.test(header) ? Number(header) : Number.NaN;
  if (!Number.isSafeInteger(seq)) {
    throw new CountersignError(
      'invalid_request',
      'Last-Event-ID is not the seq of an event. Send the id of the last event you received, or leave the header out.',
      {
        details: { issues: [{ in: 'header', path: 'Last-Event-ID', message: 'Expected a whole number, 0 or more.' }] },
      },
    );
  }
  return seq;
}

/** True when the Accept header names server-sent events and does not rule them out with q=0. A HEAD request streams nothing. */
function wantsStream(request: Request): boolean {
  const ranges = (request.headers.get('accept') ?? '').toLowerCase().split(',');
  return request.method === 'GET' && ranges.some((range) => /^\s*text\/event-stream\s*(;|$)/.test(range) && !/;\s*q=0(\.0*)?\s*(;|$)/.test(range));
}
