import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type FakeReply, toFrames, type Wire } from './fake-provider-wire.ts';

/** What the faked provider does with a request: answers it, or fails as real ones do. */
export type FakeAnswer =
  | FakeReply
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Ends the connection after so many events of a reply. */
  | { reply: FakeReply; cutAfter: number }
  /** Says nothing for a while, before the headers or, with `hasHeaders`, after them. */
  | { reply: FakeReply; silentMs: number; hasHeaders?: boolean }
  /** An answer with status 200 that is no stream. */
  | { contentType: string; raw: string };

export interface FakeRequest {
  wire: Wire;
  headers: Record<string, string | string[] | undefined>;
  body: { model?: string; max_tokens?: number; max_output_tokens?: number; tools?: { name?: string; function?: { name: string } }[] } & Record<string, unknown>;
  /** The body as it came, to look for words in. */
  text: string;
}

export interface FakeProvider {
  /** Without a path: `${url}/v1` is the base URL of all three formats. */
  url: string;
  requests: FakeRequest[];
  /** What is answered next, in order; a function decides by the request. When nothing is left: status 500. */
  answer(...answers: (FakeAnswer | ((request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>))[]): void;
  close(): Promise<void>;
}

const wireOf: Record<string, Wire> = { '/v1/messages': 'messages', '/v1/chat/completions': 'chat', '/v1/responses': 'responses' };

/**
 * A provider of language models that is none: it speaks their formats over real HTTP and says what a test tells it to. Its
 * replies name `fake-model` as their model.
 */
export async function createFakeProvider(): Promise<FakeProvider> {
  const requests: FakeRequest[] = [];
  const answers: (FakeAnswer | ((request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>))[] = [];
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const wire = wireOf[request.url ?? ''];
    if (!wire) return void response.writeHead(404).end();
    const seen: FakeRequest = { wire, headers: request.headers, body: JSON.parse(text), text };
    requests.push(seen);
    const next = answers.shift() ?? { status: 500, body: 'The faked provider has nothing left to say.' };
    await send(response, wire, typeof next === 'function' ? await next(seen) : next);
  }
  const server = createServer((request, response) => {
    // What goes wrong here is the test's own doing: whoever asked sees the connection end.
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (...next) => void answers.push(...next),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function send(response: ServerResponse, wire: Wire, answer: FakeAnswer): Promise<void> {
  if ('status' in answer) {
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body ?? JSON.stringify({ type: 'error', error: { type: 'fake_error', message: `Faked ${answer.status}.` } }));
  } else if ('raw' in answer) {
    response.writeHead(200, { 'content-type': answer.contentType }).end(answer.raw);
  } else {
    await stream(response, wire, answer);
  }
}

async function stream(response: ServerResponse, wire: Wire, answer: Exclude<FakeAnswer, { status: number } | { raw: string }>): Promise<void> {
  const frames = toFrames(wire, 'reply' in answer ? answer.reply : answer);
  const silentMs = 'silentMs' in answer ? answer.silentMs : 0;
  const hasHeaders = 'silentMs' in answer && answer.hasHeaders === true;
  if (!hasHeaders) await delay(silentMs);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (hasHeaders) await delay(silentMs);
  const count = 'cutAfter' in answer ? answer.cutAfter : frames.length;
  for (const frame of frames.slice(0, count)) {
    response.write(frame);
    await delay(1);
  }
  if (count < frames.length) response.destroy();
  else response.end();
}
