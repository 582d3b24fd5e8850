import { type AnyTool, isApprovalRequired, isMatch, mayBeTraced } from '@countersign/core';
import type { PolicyContext } from './policy-context.ts';

/**
 * May somebody have to be asked for a call of this tool, as far as is known without asking the database? Where the rules are
 * not known yet, perhaps.
 */
export function mayNeedConsent(ctx: PolicyContext, tenantId: string, tool: AnyTool | undefined): boolean {
  if (!tool) return false;
  if (isApprovalRequired(tool) || mayBeTraced(tool)) return true;
  const policies = ctx.policies.peek(tenantId);
  if (!policies) return tool.effect !== 'none';
  if (policies.rules === 'unreadable') return false;
  return policies.rules.some((rule) => (rule.form === 'approval' || ('verdict' in rule && rule.verdict === 'ask')) && isMatch(rule.on, tool));
}
