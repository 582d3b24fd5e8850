import {
  type AnyTool,
  type Approvers,
  anyApprover,
  type ExecuteContext,
  evaluatePolicies,
  explainSwitch,
  findTakes,
  type PolicyVerdict,
} from '@countersign/core';
import type { Call, Run } from '../../runs/run.ts';
import type { Sql } from '../../store/database.ts';
import { findSwitchNow, SwitchedOffError } from './find-switch-now.ts';
import type { PolicyContext } from './policy-context.ts';
import { readCounters } from './policy-counters.ts';

/** What the rules say of a call, the contract's own rule about who may approve included. */
export type Ruling = PolicyVerdict & {
  /** The tool is switched off: what its refusal says. */
  switchedOff?: string;
  /** The version of rules and switches it was judged by; the commit of the call insists on it. */
  version: number;
};

/** A call to be judged by rules, inside the transaction that would make it. */
export interface PolicyQuestion {
  ctx: PolicyContext;
  sql: Sql;
  run: Run;
  call: Call;
  tool: AnyTool;
  toolCtx: ExecuteContext;
}

/** Step 5: judges a call by the tenant's policies. */
export async function judgePolicies({ ctx, sql, run, call, tool, toolCtx }: PolicyQuestion): Promise<Ruling> {
  const { tenantId } = run.fence;
  const off = await findSwitchNow(ctx, sql, { tenantId, agent: run.agent.name, tool: tool.name });
  const { version, rules } = await ctx.policies.load(sql, tenantId);
  if (off && off.kind !== 'tool') throw new SwitchedOffError(explainSwitch(off));
  if (off) return { verdict: 'deny', rule: 'switched_off', switchedOff: explainSwitch(off), asking: [], approvers: anyApprover, takes: [], version };
  const { principal, now } = toolCtx;
  const { impact, raw, input } = call;
  const takes = findTakes(rules, { tool, impact });
  // Taking has the last word. Looking first only saves making a call that is rolled back, and is for those who came to the end of a rate.
  const used = ctx.policies.isWary(tenantId) ? await readCounters(sql, tenantId, { takes, now, quotas: ctx.quotas }) : () => 0;
  const verdict = evaluatePolicies(rules, { tool, principal, raw, input, impact, now, used });
  return { ...verdict, version, approvers: toApprovers(verdict.approvers, tool.excludesRequester) };
}

function toApprovers({ roles, excludesRequester }: Approvers, isExcluded: boolean): Approvers {
  return { roles, excludesRequester: excludesRequester || isExcluded };
}
