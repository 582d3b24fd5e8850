import { toNodeHandler } from '@countersign/server/node';
import Fastify from 'fastify';
import { announce } from './announce.ts';
import { startNotes } from './notes.ts';

const { countersign, stop } = await startNotes();
const handle = toNodeHandler(countersign.handler);
const app = Fastify();
app.register((agent, _options, done) => {
  // The body goes on unread: its size and its errors are the handler's business.
  agent.removeAllContentTypeParsers();
  agent.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
  agent.all('/agent/*', async (request, reply) => {
    reply.hijack();
    await handle(request.raw, reply.raw);
  });
  done();
});
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server, stop);
