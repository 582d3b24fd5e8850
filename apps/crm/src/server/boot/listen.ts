import { createServer, type Server } from 'node:http';
import { CountersignError } from '@countersign/core';
import { getRequestListener } from '@hono/node-server';

/** What answers requests; the connection's address comes along for rate limits. */
export type Answer = (request: Request, env: { ip?: string }) => Response | Promise<Response>;

export interface Listener {
  /** Such as `http://127.0.0.1:3000`. */
  readonly port: number;
  /** From now on requests are answered by `answer`, no longer with 503. */
  open(answer: Answer): void;
  /** Takes no more requests, lets those at work finish for `graceMs`, then closes every connection (event streams have no end). */
  close(graceMs: number): Promise<void>;
}

/**
 * Takes the port at once, before the slow part of a start, so that a taken one is known in milliseconds and nobody else
 * takes it meanwhile. Until `open` every request is told to come back.
 *
 * @throws {CountersignError} `invalid_options` when the port or the host cannot be had
 */
export async function listen({ port, host }: { port: number; host: string }): Promise<Listener> {
  let answer: Answer = () => starting();
  const respond = getRequestListener(
    (request, env) => {
      const ip = 'incoming' in env ? env.incoming.socket.remoteAddress : undefined;
      return answer(request, ip === undefined ? {} : { ip });
    },
    { overrideGlobalObjects: false, errorHandler: refuse },
  );
  // It answers every request and never rejects.
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
  // Slow or silent senders do not get to keep a connection: 64 kB of body need no minute.
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  await bind(server, port, host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    open: (next) => {
      answer = next;
    },
    close: (graceMs) => closeServer(server, graceMs),
  };
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toSentence(error, port, host)));
    server.listen({ port, host }, resolve);
  });
}

function toSentence(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new CountersignError(
        'invalid_options',
        `Port ${port} is taken by another program. Stop that one, or set the environment variable PORT to another number.`,
      );
    case 'EACCES':
      return new CountersignError('invalid_options', `This user may not listen on port ${port}. Set the environment variable PORT to 1024 or higher.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CountersignError('invalid_options', `This machine has no address "${host}". Correct the environment variable HOST.`);
    default:
      return error;
  }
}

function starting(): Response {
  return Response.json(
    { error: { code: 'unavailable', message: 'The app is starting. Try again in a moment.' } },
    { status: 503, headers: { 'Retry-After': '1' } },
  );
}

/** What never became a request: an address or Host header no URL can be made of. */
function refuse(): Response {
  return Response.json({ error: { code: 'invalid_request', message: 'The address or the Host header of the request is not valid.' } }, { status: 400 });
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
