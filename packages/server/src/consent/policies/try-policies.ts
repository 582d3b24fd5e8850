import { diffPolicies, Impact, type PoliciesTried, type PolicySet, type PolicyVerdict, type Principal, type TryPolicies } from '@countersign/core';
import type { Context } from '../../context.ts';
import { requireAccess } from '../../require-access.ts';
import type { Sql } from '../../store/database.ts';
import { readView } from './get-policies.ts';
import { createPastCount, judgePast } from './judge-history.ts';
import { readPolicies } from './policy-cache.ts';
import { requireKnownTools } from './save-policies.ts';

const DAYS = 30;
const MAX_CALLS = 20_000;
const MAX_EXAMPLES = 20;

/** Calls that came as far as the rules, the latest first; what was refused before them says nothing about them. */
const statement = /* sql */ `
select i.run_id, i.step_index, i.call_index, i.tool, i.input, i.impact, coalesce(i.started_at, i.created_at) as at, r.user_id
from countersign.invocations i join countersign.runs r on r.tenant_id = i.tenant_id and r.id = i.run_id
where i.tenant_id = $1 and i.created_at > $2 and i.input_hash is not null and not i.is_replayed and i.allowed_by is not null
order by i.created_at desc, i.run_id, i.step_index desc, i.call_index desc limit $3`;

export interface PastCall {
  run_id: string;
  step_index: number;
  call_index: number;
  tool: string;
  input: unknown;
  impact: unknown;
  at: Date;
  user_id: string;
}

/**
 * Tries rules against the calls of the last 30 days, in the order in which they were made: how many they would have denied,
 * and asked about. Saves nothing.
 *
 * @throws {CountersignError} `permission_denied`, `invalid_request`
 */
export async function tryPolicies(ctx: Context, principal: Principal, { rules }: TryPolicies): Promise<PoliciesTried> {
  await requireAccess(ctx, principal, 'policies:write');
  requireKnownTools(ctx, rules);
  const { tenantId } = principal;
  const since = new Date(ctx.options.clock().getTime() - DAYS * 86_400_000);
  const read = async (sql: Sql) => {
    const past = await sql<PastCall & Record<string, unknown>>(statement, [tenantId, since.toISOString(), MAX_CALLS + 1]);
    return { past: past.rows, current: await readPolicies(sql, tenantId), view: await readView(sql, tenantId) };
  };
  const { past, current, view } = await ctx.tenant(tenantId, read);
  const calls = past.slice(0, MAX_CALLS).reverse();
  return {
    diff: diffPolicies(view.rules, rules),
    days: DAYS,
    isComplete: past.length <= MAX_CALLS,
    ...compare(ctx, { principal, calls, proposed: rules, current: current.rules }),
  };
}

/** The calls of the past, and the two sets of rules to judge them by. */
interface Comparison {
  principal: Principal;
  calls: readonly PastCall[];
  proposed: PolicySet;
  current: PolicySet;
}

function compare(ctx: Context, { principal, calls, ...sets }: Comparison) {
  const proposed = { denied: 0, asked: 0 };
  const current = { denied: 0, asked: 0 };
  const byRule = new Map<string, { denied: number; asked: number }>();
  const examples: PoliciesTried['examples'] = [];
  const counts = { proposed: createPastCount(), current: createPastCount() };
  let unknown = 0;
  for (const call of calls) {
    const tool = ctx.registry.tools.get(call.tool);
    if (!tool) {
      unknown += 1;
      continue;
    }
    const subject = {
      tool,
      principal: { ...principal, userId: call.user_id },
      raw: call.input,
      input: tool.input.safeParse(call.input).data,
      impact: Impact.safeParse(call.impact).data,
      now: call.at,
    };
    const now = judgePast(sets.current, subject, counts.current);
    const then = judgePast(sets.proposed, subject, counts.proposed);
    add(current, now);
    add(proposed, then);
    if (then.verdict === 'allow') continue;
    const ofRule = byRule.get(then.rule) ?? { denied: 0, asked: 0 };
    add(ofRule, then);
    byRule.set(then.rule, ofRule);
    if (examples.length < MAX_EXAMPLES && (now.verdict !== then.verdict || now.rule !== then.rule))
      examples.push({
        invocationId: `${call.run_id}/${call.step_index}/${call.call_index}`,
        at: call.at.toISOString(),
        tool: call.tool,
        verdict: then.verdict,
        rule: then.rule,
        because: then.because ?? '',
      });
  }
  return { calls: calls.length, unknown, proposed, current, byRule: [...byRule].map(([rule, count]) => ({ rule, ...count })), examples };
}

function add(count: { denied: number; asked: number }, { verdict }: PolicyVerdict): void {
  if (verdict === 'deny') count.denied += 1;
  if (verdict === 'ask') count.asked += 1;
}
