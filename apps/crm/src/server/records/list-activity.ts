import { and, eq, inArray, notInArray, or } from 'drizzle-orm';
import { type ActivityPage, type ListActivity, recordTypes } from '../../shared/activity.ts';
import { type Actor, hasPermission } from '../auth/require-permission.ts';
import { activity } from '../db/activity-schema.ts';
import type { CrmTx } from '../db/crm-tx.ts';
import { createKeyset } from '../http/keyset.ts';
import { findRecord, readPermissions } from './find-record.ts';

const keys = { createdAt: { key: activity.createdAt, type: 'timestamptz' } } as const;

/** What only those who read messages may know of. */
const messageActions = ['texted', 'emailed', 'handled', 'attached'];

/**
 * What was done to a record, the newest first; of a client also what was done to all that is theirs, as far as the actor
 * may see records of that kind.
 *
 * @throws {CountersignError} `permission_denied`, `not_found`, `invalid_request` for a cursor of another list
 */
export async function listActivity(tx: CrmTx, actor: Actor, input: ListActivity): Promise<ActivityPage> {
  const { recordType, recordId, limit } = input;
  await findRecord(tx, actor, input);
  const keyset = createKeyset({ of: [recordType, recordId], sort: '-createdAt', keys, id: activity.id, cursor: input.cursor });
  const readable = recordTypes.filter((type) => hasPermission(actor, readPermissions[type]));
  const rows = await tx
    .select({ entry: activity, id: activity.id, key: keyset.key })
    .from(activity)
    .where(
      and(
        eq(activity.tenantId, actor.tenantId),
        or(
          and(eq(activity.recordType, recordType), eq(activity.recordId, recordId)),
          recordType === 'client' ? and(eq(activity.clientId, recordId), inArray(activity.recordType, readable)) : undefined,
        ),
        hasPermission(actor, 'messages:read') ? undefined : notInArray(activity.action, messageActions),
        keyset.after,
      ),
    )
    .orderBy(...keyset.orderBy)
    .limit(limit + 1);
  const { page, next } = keyset.split(rows, limit);
  return {
    activity: page.map(({ entry }) => ({
      id: entry.id,
      recordType: entry.recordType,
      recordId: entry.recordId,
      action: entry.action,
      summary: entry.summary,
      by: entry.actorName,
      isCopilot: entry.isCopilot,
      createdAt: entry.createdAt.toISOString(),
    })),
    next,
  };
}
