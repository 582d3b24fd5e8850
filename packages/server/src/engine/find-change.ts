import { judgePolicies, type Ruling } from '../consent/policies/judge-policies.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import type { Sql } from '../store/database.ts';
import { askTool } from '../tools/ask-tool.ts';
import { toToolContext } from '../tools/tool-context.ts';
import type { EngineContext } from './engine-context.ts';
import type { Unsettled } from './recover-call.ts';

const statement = /* sql */ `
select material_hash from countersign.approval_items
where tenant_id = $1 and run_id = $2 and step_index = $3 and call_index = $4 and status = 'approved' and consumed_at is not null
order by consumed_at desc limit 1`;

/**
 * Why a started call must not be repeated, in the middle of a sentence: its person may not do it any more, or a repeat would
 * do something else than what was approved. Undefined: a repeat is the same call.
 */
export async function findChange(ctx: EngineContext, { run, principal, call, tool }: Unsettled): Promise<string | undefined> {
  if (!(await ctx.options.can(principal, tool.permission, call.input))) return 'the person it was done for may not do this any more, so it is not repeated.';
  const { simulate } = tool;
  return ctx.options.database.transaction(principal, async (tx, sql) => {
    const toolCtx = toToolContext(ctx, { run, call, principal, tx });
    // Counted when it was started; what is asked now is only whether a rule forbids it.
    const ruling = await judgePolicies({ ctx, run, call, tool, sql, toolCtx });
    if (ruling.verdict === 'deny' && !isCounted(ruling)) return `the rule "${ruling.rule}" of the organisation forbids it by now, so it is not repeated.`;
    if (!simulate) return undefined;
    const approved = await findMaterial(sql, { run, call });
    if (approved === undefined) return undefined;
    const end = await askTool({ sql, run, tool }, (signal) => simulate({ ...toolCtx, signal }, call.input));
    const isSame = end.type === 'ok' && canonicalHash(tool.material ? tool.material(end.value) : end.value) === approved;
    return isSame ? undefined : 'a repeat would not be what was approved any more, so it is not repeated.';
  });
}

/** A rate that is used up was used by this very call too. */
const isCounted = ({ takes, rule }: Ruling) => takes.some((take) => take.rule.name === rule);

async function findMaterial(sql: Sql, { run, call }: Pick<Unsettled, 'run' | 'call'>): Promise<string | undefined> {
  const { tenantId, runId } = run.fence;
  const { rows } = await sql<{ material_hash: string | null }>(statement, [tenantId, runId, call.stepIndex, call.callIndex]);
  return rows[0]?.material_hash ?? undefined;
}
