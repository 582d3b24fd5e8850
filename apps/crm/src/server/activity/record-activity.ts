import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { RecordType } from '../../shared/activity.ts';
import type { Actor } from '../auth/require-permission.ts';
import { activity } from '../db/activity-schema.ts';
import type { CrmTx } from '../db/crm-tx.ts';

/** What the column holds; names in a summary may be long. */
const MAX_SUMMARY = 500;

export interface NewActivity {
  recordType: RecordType;
  recordId: string;
  /** Whose record it is, where it is anybody's. Left out for a client: the record itself. */
  clientId?: string | null;
  /** One word (more of them joined by _), such as `created`, `changed`, `refunded`. */
  action: string;
  /** What was done, in words and without a full stop, with the names as they are now: "Changed the email of Jordan Miles". */
  summary: string;
  /** A key under which this is recorded once, however often it is told. */
  once?: string;
}

/**
 * Puts on record what a service has just done, in the service's own transaction: both happen or neither does. Every service
 * that writes calls it; who may read it, `listActivity` decides.
 */
export async function recordActivity(tx: CrmTx, actor: Actor, entry: NewActivity): Promise<void> {
  const { recordType, recordId, action, once } = entry;
  await tx
    .insert(activity)
    .values({
      tenantId: actor.tenantId,
      id: randomUUID(),
      recordType,
      recordId,
      clientId: entry.clientId ?? (recordType === 'client' ? recordId : null),
      action,
      summary: entry.summary.length > MAX_SUMMARY ? `${entry.summary.slice(0, MAX_SUMMARY - 1)}…` : entry.summary,
      actorId: actor.userId,
      actorName: actor.displayName ?? actor.userId,
      isCopilot: actor.isCopilot ?? false,
      once: once ?? null,
      createdAt: sql`clock_timestamp()`,
    })
    .onConflictDoNothing({ target: [activity.tenantId, activity.once] });
}
