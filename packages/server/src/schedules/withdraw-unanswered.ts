import type { Identity } from '@countersign/core';
import type { Context } from '../context.ts';
import { cancelIn } from '../runs/cancel-run.ts';

/* Instants in this form sort like instants. */
const unanswered = /* sql */ `
select id, session_id from countersign.runs
where tenant_id = $1 and user_id = $2 and status = 'awaiting_approval' and cause->'schedule'->>'name' = $3 and cause->'schedule'->>'at' < $4
for no key update`;

/** Cancels what earlier ticks of a schedule still ask this person, now that a later one asks anew. What is at work goes on. */
export async function withdrawUnanswered(ctx: Context, identity: Identity, { name, at }: { name: string; at: string }): Promise<void> {
  const withdrawn = await ctx.tenant(identity.tenantId, async (sql) => {
    const { rows } = await sql<{ id: string; session_id: string }>(unanswered, [identity.tenantId, identity.userId, name, at]);
    const cancelling = { actor: `schedule:${name}`, reason: 'Nobody answered before the next time came, so this was taken back. The newer one asks again.' };
    for (const { id } of rows) await cancelIn(sql, identity, id, cancelling);
    return rows;
  });
  for (const { id, session_id } of withdrawn) {
    ctx.abort(id);
    ctx.notify(identity.tenantId, session_id);
  }
}
