import { afterEach, expect, test } from 'vitest';
import { type Listener, listen } from './listen.ts';

const open: Listener[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close(0)));
});

async function start(): Promise<Listener & { url: string }> {
  const listener = await listen({ port: 0, host: '127.0.0.1' });
  open.push(listener);
  return { ...listener, url: `http://127.0.0.1:${listener.port}` };
}

test('until it is opened every request is told to come back; then it is answered, and the address comes along', async () => {
  const listener = await start();
  const early = await fetch(listener.url);
  expect(early.status).toBe(503);
  expect(early.headers.get('retry-after')).toBe('1');
  listener.open((_request, { ip }) => new Response(ip ?? 'nobody'));
  expect(await (await fetch(listener.url)).text()).toBe('127.0.0.1');
});

test('a taken port is one clear sentence', async () => {
  const { port } = await start();
  await expect(listen({ port, host: '127.0.0.1' })).rejects.toThrow(
    `Port ${port} is taken by another program. Stop that one, or set the environment variable PORT to another number.`,
  );
});

test('an address this machine does not have is one clear sentence', async () => {
  await expect(listen({ port: 0, host: '192.0.2.1' })).rejects.toThrow(/no address "192\.0\.2\.1".*HOST/);
});

test('closing lets a request at work finish and ends a stream that would not', async () => {
  const listener = await start();
  const arrived = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  listener.open(async (request) => {
    if (new URL(request.url).pathname === '/stream')
      return new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('on and on')) }));
    arrived.resolve();
    await finish.promise;
    return new Response('finished');
  });
  const stream = await fetch(`${listener.url}/stream`);
  const slow = fetch(`${listener.url}/slow`);
  await arrived.promise;
  open.splice(0);
  const closing = listener.close(300);
  finish.resolve();
  expect(await (await slow).text()).toBe('finished');
  await closing;
  await expect(stream.text()).rejects.toThrow();
});
