import type { HostDatabase } from '@countersign/server';
import { Hono } from 'hono';
import { AttachSender, ListConversations, MarkHandled, ReadConversation, SendReply } from '../../shared/message.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readBody, readQuery } from '../http/read-input.ts';
import type { TextProvider } from '../messages/text-provider.ts';
import { attachSender } from './attach-sender.ts';
import { listConversation } from './list-conversation.ts';
import { countWaiting, listConversations } from './list-conversations.ts';
import { markHandled } from './mark-handled.ts';
import { sendReply } from './send-reply.ts';

export function createConversationRoutes(database: HostDatabase, provider: TextProvider): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ListConversations);
      return c.json(await database.transaction(actor, (tx) => listConversations(tx, actor, query)));
    })
    .get('/waiting', async (c) => {
      const { actor } = c.get('member');
      return c.json({ conversations: await database.transaction(actor, (tx) => countWaiting(tx, actor)) });
    })
    .get('/:id', async (c) => {
      const { actor } = c.get('member');
      const query = readQuery(c.req, ReadConversation);
      return c.json(await database.transaction(actor, (tx) => listConversation(tx, actor, c.req.param('id'), query)));
    })
    .post('/:id/replies', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, SendReply);
      const sending = { provider, signal: c.req.raw.signal };
      return c.json(await database.transaction(actor, (tx) => sendReply(tx, actor, c.req.param('id'), input, sending)), 201);
    })
    .post('/:id/handled', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, MarkHandled);
      return c.json({ messages: await database.transaction(actor, (tx) => markHandled(tx, actor, c.req.param('id'), input)) });
    })
    .post('/:id/client', async (c) => {
      const { actor } = c.get('member');
      const input = await readBody(c.req, AttachSender);
      return c.json(await database.transaction(actor, (tx) => attachSender(tx, actor, c.req.param('id'), input)));
    });
}
