import type { AnyTool } from '@countersign/core';
import { isApprovalRequired, isMatch, mayBeTraced } from '@countersign/core/internal';
import type { Context } from '../../context.ts';
import type { RunInHand } from '../../runs/run.ts';

/**
 * May somebody have to be asked for a call of this tool, as far as is known without asking the database? Where the rules are
 * not known yet, perhaps.
 */
export function mayNeedConsent(ctx: Context, run: RunInHand, tool: AnyTool | undefined): boolean {
  if (!tool) return false;
  if (isApprovalRequired(tool) || mayBeTraced(tool)) return true;
  const policies = ctx.policies.peek(run.fence.tenantId);
  if (!policies) return tool.effect !== 'none';
  if (policies.rules === 'unreadable') return false;
  return policies.rules.some((rule) => (rule.form === 'approval' || ('verdict' in rule && rule.verdict === 'ask')) && isMatch(rule.on, tool));
}
