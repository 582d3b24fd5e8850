import { randomUUID } from 'node:crypto';
import type { HostDatabase } from '@countersign/server';
import { and, eq } from 'drizzle-orm';
import { outbox } from '../db/schema.ts';
import type { TextProvider } from './text-provider.ts';

/** Long enough that no crash outlives it: the unique key in the table never expires. */
const FOREVER_MS = 100 * 365 * 86_400_000;

/**
 * The provider of a shop that has no gateway: texts and emails are kept in the outbox, where people see them and can send them by
 * hand. It commits on its own, as a gateway would, and honours keys by a unique constraint. Give it connections of its own: the
 * caller holds one of the runtime's while it waits, and sixteen who wait for a seventeenth would wait for ever.
 */
export function createOutboxProvider(database: HostDatabase): TextProvider {
  const find: NonNullable<TextProvider['find']> = (sender, idempotencyKey) =>
    database.transaction(sender, async (tx) => {
      const [row] = await tx
        .select({ messageId: outbox.id, to: outbox.recipient })
        .from(outbox)
        .where(and(eq(outbox.tenantId, sender.tenantId), eq(outbox.idempotencyKey, idempotencyKey)));
      return row ?? null;
    });
  return {
    name: 'outbox',
    recovery: { by: 'key', windowMs: FOREVER_MS },
    find,
    async send({ sender, clientId, channel, to, subject, body, idempotencyKey }) {
      const message = { channel, recipient: to, clientId, subject: subject ?? null, body, status: 'stored', idempotencyKey } as const;
      const [row] = await database.transaction(sender, (tx) =>
        tx
          .insert(outbox)
          .values({ ...message, tenantId: sender.tenantId, id: randomUUID(), sentBy: sender.userId, sentByName: sender.displayName ?? sender.userId })
          .onConflictDoNothing({ target: [outbox.tenantId, outbox.idempotencyKey] })
          .returning({ messageId: outbox.id }),
      );
      const sent = row ?? (await find(sender, idempotencyKey));
      if (!sent) throw new Error(`The outbox neither took nor has the message ${idempotencyKey}.`);
      return sent;
    },
  };
}
