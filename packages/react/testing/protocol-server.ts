import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventBody } from '@countersign/core';
import { PanelEvent, PostMessage } from '@countersign/core/internal';
import { createProtocolLog } from './protocol-log.ts';

export type ProtocolServer = Awaited<ReturnType<typeof startProtocolServer>>;

export interface SeenRequest {
  method: string;
  path: string;
  accept: string;
  body: unknown;
}

/** What happens to a request instead of its answer. `lost`: it is carried out, but no answer comes back. */
export type Fault = { status: number; body?: string; headers?: Record<string, string> } | 'lost' | 'cut' | { delayMs: number };

interface Exchange {
  method: string;
  url: URL;
  /** Below the base URL. */
  path: string;
  accept: string;
  body: unknown;
  fault: Fault | undefined;
  response: ServerResponse;
}

/**
 * A real HTTP server in this process that speaks the protocol of the session stream, keeps its logs in memory, and fails
 * in the ways that networks and servers fail.
 */
export async function startProtocolServer() {
  const log = createProtocolLog();
  const seen: SeenRequest[] = [];
  const faults: { match: string; fault: Fault }[] = [];

  const takeFault = (line: string): Fault | undefined => {
    const index = faults.findIndex(({ match }) => line.includes(match));
    return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.replace(/^\/agent/, '');
    const { method = 'GET' } = request;
    const accept = request.headers.accept ?? '';
    const body = await readBody(request);
    seen.push({ method, path: path + url.search, accept, body });
    const fault = takeFault(`${method} ${path} ${accept}`);
    if (fault === 'cut') request.socket.destroy();
    else if (isStatus(fault)) response.writeHead(fault.status, fault.headers ?? { 'content-type': 'application/json' }).end(fault.body ?? '');
    else await answer(log, { method, url, path, accept, body, fault, response });
  };
  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...log,
    origin,
    baseUrl: `${origin}/agent`,
    seen,
    /** Ends a session as a server does that no longer has it. */
    removeSession: (sessionId: string) => log.sessions.delete(sessionId),
    sessionIds: () => [...log.sessions.keys()],
    /** Lets the next request whose "METHOD path accept" contains `match` fail. */
    failNext: (match: string, fault: Fault) => faults.push({ match, fault }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(log: ReturnType<typeof createProtocolLog>, exchange: Exchange): Promise<void> {
  const { method, path, body, fault, response } = exchange;
  if (typeof fault === 'object' && 'delayMs' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  const [, collection, sessionId = '', action] = path.split('/');
  const session = log.sessions.get(sessionId);
  if (log.state.isSignedOut) fail(response, 401, 'unauthenticated');
  else if (path === '/sessions' && method === 'POST') send(exchange, 201, { sessionId: log.addSession((body as { agent: string }).agent) });
  else if (path === '/sessions') send(exchange, 200, { sessions: [...log.sessions.values()].reverse().map(toSummary) });
  else if (collection !== 'sessions' || !session) fail(response, 404, 'not_found');
  else if (action === 'messages') send(exchange, 202, log.acceptMessage(session, PostMessage.parse(body)));
  else if (action === 'panel-events') send(exchange, 202, { seq: log.append(session.id, PanelEvent.parse(body) as EventBody).seq });
  else sendEvents(log, session, exchange);
}

function sendEvents(log: ReturnType<typeof createProtocolLog>, session: ReturnType<typeof log.sessions.get> & object, exchange: Exchange): void {
  const { url, accept, response } = exchange;
  const after = Number(url.searchParams.get('after') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 500);
  if (!accept.includes('text/event-stream') || log.state.streamMode === 'refused') {
    const events = session.events.filter(({ seq }) => seq > after).slice(0, limit);
    send(exchange, 200, { protocol: 1, events, last: session.events.length });
  } else if (log.state.streamMode === 'broken') response.destroy();
  else log.openStream(session, after, response);
}

function isStatus(fault: Fault | undefined): fault is Extract<Fault, { status: number }> {
  return typeof fault === 'object' && 'status' in fault;
}

function toSummary({ id, agent, events }: { id: string; agent: string; events: unknown[] }) {
  return { sessionId: id, agent, last: events.length, createdAt: new Date(0).toISOString(), updatedAt: new Date(0).toISOString() };
}

function send({ response, fault }: Exchange, status: number, body: unknown): void {
  if (fault === 'lost') response.destroy();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { code, message: `The test server answers ${status}.` } }));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}
