export { type Agent, defineAgent, type PanelOffer } from './agent/define-agent.ts';
export { type AnyIntent, defineIntent, type IntentTurn, type Slot, type SlotContext, type Span } from './agent/define-intent.ts';
export { Proposal, type ProposalInput, ProposedCall } from './agent/proposal.ts';
export { proposeEach } from './agent/propose-each.ts';
export { explainGrant, GrantConditions, GrantOffer, type GrantWords } from './approval/grant-conditions.ts';
export { defineTool, type ToolDefinition } from './contract/define-tool.ts';
export {
  type AnyTool,
  type ExecuteContext,
  type GrantScope,
  Impact,
  type Recovery,
  type ToolContext,
  type ToolContract,
  type Verification,
} from './contract/tool-contract.ts';
export { CountersignError, type ErrorCode } from './errors.ts';
export {
  ApprovalItemView,
  ApprovalList,
  type ApprovalScope,
  ApprovalsDecided,
  ApprovalView,
  EventList,
  InvocationView,
  RunDetail,
  RunList,
  RunSummary,
  StepView,
  ToolList,
} from './http/api.ts';
export {
  AlertAcknowledged,
  AlertList,
  AlertView,
  GrantList,
  GrantRevoked,
  GrantView,
  PoliciesSaved,
  PoliciesTried,
  PoliciesView,
  SetSwitch,
  SwitchList,
} from './http/consent-api.ts';
export { PromptView } from './http/model-call.ts';
export { Json } from './json.ts';
export { diffPolicies } from './policy/diff-policies.ts';
export { OWN_TENANT } from './policy/kill-switch.ts';
export { CallMatch, type PolicyForm, PolicyRule, PolicyRules, type RuleOf } from './policy/policy-rule.ts';
export { Identity, Principal } from './principal.ts';
export { explainOrigin, isTraceable, TracedArgument } from './provenance/trace-arguments.ts';
export type { Register } from './register.ts';
export type { CallResult } from './run/call-result.ts';
export type { RunBounds } from './run/run-bounds.ts';
export { isFinal, type RunStatus, runStatuses } from './run/run-status.ts';
export { EventBody, type NodeProps, type NodeType, node, readNode, SessionEvent, UiNode } from './session/events.ts';
export { applyEvent, emptyView, type FoldedNode, type PanelView, type Question, type SessionView } from './session/fold-context.ts';
