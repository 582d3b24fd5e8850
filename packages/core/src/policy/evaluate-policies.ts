import type { AnyTool, Impact } from '../contract/define-tool.ts';
import type { Principal } from '../principal.ts';

/** What policies judge: the call, who it is for and what it would touch. */
export interface PolicySubject {
  tool: Pick<AnyTool, 'name' | 'risk' | 'effect' | 'reach'>;
  principal: Principal;
  input: unknown;
  impact?: Impact;
}

/** The verdict and the name of the rule that gave it; stored with the call, so that "why was this allowed?" has an answer. */
export interface PolicyVerdict {
  verdict: 'allow' | 'ask' | 'deny';
  rule: string;
}

/** Judges a call. Pure. No tenant rules exist yet, so every call is allowed by the rule `default_allow`. */
export function evaluatePolicies(_subject: PolicySubject): PolicyVerdict {
  return { verdict: 'allow', rule: 'default_allow' };
}
