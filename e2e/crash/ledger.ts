import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { LedgerEntry, LedgerMode } from './ledger-entry.ts';

/**
 * Stands for the provider of text messages: a process of its own with storage of its own. An effect is in its file, and
 * on the disk, before it is answered. `POST /<mode>/effects` takes an effect, `GET /<mode>/effects/<key>` answers whether
 * there was one; by mode a repeat of a key is recognised (`key`, `both`), or the ledger can be asked (`verify`, `both`), or
 * neither (`human`). `POST /hold` keeps back all answers, though not the effects, until `POST /release`.
 */
const file = z.string().parse(process.env.LEDGER_FILE);
const storage = openSync(file, 'a');
const entries = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => LedgerEntry.parse(JSON.parse(line)));
let held = Promise.withResolvers<void>();
held.resolve();

const Effect = z.object({ text: z.string() });

function append(entry: LedgerEntry): void {
  writeSync(storage, `${JSON.stringify(entry)}\n`);
  fsyncSync(storage);
  entries.push(entry);
}

const findEffect = (mode: LedgerMode, key: string | undefined) => entries.find((entry) => entry.kind === 'effect' && entry.mode === mode && entry.key === key);

async function take(mode: LedgerMode, request: IncomingMessage): Promise<unknown> {
  const { text } = Effect.parse(await json(request));
  const header = request.headers['idempotency-key'];
  const key = typeof header === 'string' ? header : undefined;
  const isKeyed = key !== undefined && (mode === 'key' || mode === 'both');
  const earlier = isKeyed ? findEffect(mode, key) : undefined;
  const id = earlier?.id ?? `m${entries.length + 1}`;
  append({ kind: earlier ? 'repeat' : 'effect', id, mode, text, ...(key !== undefined && { key }) });
  return { messageId: id };
}

function look(mode: LedgerMode, key: string): unknown {
  const effect = findEffect(mode, key);
  append({ kind: 'question', id: effect?.id ?? '', mode, text: effect?.text ?? '', key });
  return effect ? { happened: true, messageId: effect.id } : { happened: false };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, first = '', resource, key] = (request.url ?? '').split('/');
  const send = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.method === 'POST' && first === 'hold') {
    held = Promise.withResolvers<void>();
    return void send(200, {});
  }
  if (request.method === 'POST' && first === 'release') {
    held.resolve();
    return void send(200, {});
  }
  const mode = LedgerMode.safeParse(first);
  if (!mode.success || resource !== 'effects') return void send(404, {});
  if (request.method === 'POST') {
    const body = await take(mode.data, request);
    await held.promise;
    return void send(201, body);
  }
  if (mode.data !== 'verify' && mode.data !== 'both') return void send(405, {});
  send(200, look(mode.data, key ?? ''));
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ ready: (server.address() as AddressInfo).port })));

// The test that started this process is gone when its end of the pipe closes.
process.stdin.resume().on('end', () => {
  closeSync(storage);
  process.exit();
});
