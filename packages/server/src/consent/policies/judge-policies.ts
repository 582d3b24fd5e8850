import { type Approvers, anyApprover, evaluatePolicies, explainSwitch, findTakes, type PolicyVerdict } from '@countersign/core/internal';
import type { Question } from '../judge-call.ts';
import { findSwitchNow, SwitchedOffError } from './find-switch-now.ts';
import { readCounters } from './policy-counters.ts';

/** What the rules say of a call, the contract's own rule about who may approve included. */
export type Ruling = PolicyVerdict & {
  /** The tool is switched off: what its refusal says. */
  switchedOff?: string;
};

/** Step 5: judges a call by the tenant's policies, and has its commit insist on their version. */
export async function judgePolicies({ ctx, sql, run, call, tool, toolCtx }: Question): Promise<Ruling> {
  const { tenantId } = run.fence;
  const off = await findSwitchNow(ctx, sql, tenantId, { agent: run.agent.name, tool: tool.name });
  const { version, rules } = await ctx.policies.load(sql, tenantId);
  run.write.policyVersion = version;
  if (off && off.kind !== 'tool') throw new SwitchedOffError(explainSwitch(off));
  if (off) return { verdict: 'deny', rule: 'switched_off', switchedOff: explainSwitch(off), asking: [], approvers: anyApprover, takes: [] };
  const { principal, now } = toolCtx;
  const { impact, raw, input } = call;
  const takes = findTakes(rules, { tool, impact });
  // Taking has the last word. Looking first only saves making a call that is rolled back, and is for those who came to the end of a rate.
  const used = ctx.policies.isWary(tenantId) ? await readCounters(sql, tenantId, takes, { now, credit: ctx.rates }) : () => 0;
  const verdict = evaluatePolicies(rules, { tool, principal, raw, input, impact, now, used });
  return { ...verdict, approvers: toApprovers(verdict.approvers, tool.approval.excludesRequester) };
}

function toApprovers({ roles, excludesRequester }: Approvers, isExcluded: boolean): Approvers {
  return { roles, excludesRequester: excludesRequester || isExcluded };
}
