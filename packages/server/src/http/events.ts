import { CountersignError, EventList } from '@countersign/core';
import { ListEvents } from '@countersign/core/internal';
import { identify, requirePrincipal } from './authenticate.ts';
import { type Call, defineRoute, type HttpContext } from './route.ts';
import { streamEvents } from './stream-events.ts';

export const listEvents = defineRoute({
  method: 'get',
  path: '/sessions/{id}/events',
  operationId: 'listEvents',
  tag: 'sessions',
  summary: 'Read the log of a session, or follow it',
  description:
    'With `Accept: text/event-stream` the answer is a stream: `id` is the `seq`, `event` the type, `data` the event as JSON; what is in the log comes first, then what is committed, as it is committed. Otherwise one page as JSON. Both begin after `Last-Event-ID` where that header is sent, else after `after`. A stream ends when its user signs out or may not read any more; a comment is sent in silence.',
  query: ListEvents,
  headers: { 'Last-Event-ID': 'The `seq` of the last event received. Browsers send it by themselves when they connect again.' },
  status: 200,
  reply: EventList,
  replyDescription: 'Events in order of `seq`; `last` is the `seq` to go on from.',
  replyExample: {
    protocol: 1,
    events: [{ seq: 1, at: '2026-11-21T09:00:02.000Z', type: 'ui.append', key: 'm1', node: { type: 'message', props: { role: 'user', text: 'Find Jordan' } } }],
    last: 1,
  },
  isStream: true,
  errors: [],
  async handle(context, call) {
    const after = readLastEventId(call.request) ?? call.query.after;
    // The first page tells a foreign session from an own one before anything is streamed.
    const page = await context.runtime.listEvents(call.principal, call.id, { ...call.query, after });
    if (!wantsStream(call.request)) return Response.json(page, { headers: { Vary: 'Accept' } });
    return follow(context, call, page.events, after);
  },
});

function follow(context: HttpContext, call: Call<string, unknown, undefined>, backlog: EventList['events'], after: number): Response {
  const { options, runtime, slots, timing } = context;
  const { principal, id, requestId } = call;
  const release = slots.take(call.caller.key);
  return streamEvents(
    call.request,
    {
      backlog,
      tail: (signal) => runtime.tailEvents(principal, id, backlog.at(-1)?.seq ?? after, signal),
      isStillAllowed: () => isStillAllowed(context, call),
      onEnd: release,
      onError: (err) => options.logger.error({ requestId, sessionId: id, err }, 'event stream broke'),
    },
    timing,
  );
}

/** Whether the sender of a request is still signed in as the same person, and still a principal. Doubt is a no. */
async function isStillAllowed({ options }: HttpContext, { request, requestId, caller }: Call<string, unknown, undefined>): Promise<boolean> {
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
