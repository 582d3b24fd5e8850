/**
 * Not for hosts: what the packages of Countersign need of each other, and the schemas that only the HTTP interface knows.
 * Anything here may change in any version.
 */

export type { Intent } from './agent/define-intent.ts';
export { Usage } from './agent/proposal.ts';
export { isCovered, toGrantConditions } from './approval/grant-conditions.ts';
export { isApprovalRequired } from './contract/define-tool.ts';
export { toInputSchema } from './contract/to-input-schema.ts';
export type { Risk } from './contract/tool-contract.ts';
export { type ErrorBody, errorTable, toErrorBody } from './errors.ts';
export {
  CreateSession,
  DecideApprovals,
  ErrorResponse,
  EventAccepted,
  ListApprovals,
  ListEvents,
  ListRuns,
  ListSessions,
  MessageAccepted,
  PanelEvent,
  PostMessage,
  RunStarted,
  SessionCreated,
  SessionList,
  SessionSummary,
  StartRun,
  ToolView,
} from './http/api.ts';
export { AcknowledgeAlert, GetPolicies, ListAlerts, ListGrants, PolicyDiffView, RevokeGrant, SavePolicies, TryPolicies } from './http/consent-api.ts';
export type { Route } from './http/define-route.ts';
export { ModelAttempt, ModelCall, ModelReplied, ReadPrompt } from './http/model-call.ts';
export { type OperationId, type ParsedRouteInput, type RouteArguments, type RouteInput, type RouteReply, routes } from './http/routes.ts';
export { type FieldOutcome, mergePatch } from './panel/merge-field.ts';
export {
  type Approvers,
  anyApprover,
  evaluatePolicies,
  findTakes,
  isMatch,
  type PolicySet,
  type PolicySubject,
  type PolicyTake,
  type PolicyVerdict,
} from './policy/evaluate-policies.ts';
export { explainSwitch, findSwitch, type KillSwitch, switchKinds } from './policy/kill-switch.ts';
export { findTargets, mayBeTraced, mustBeTraced, Origin } from './provenance/trace-arguments.ts';
export { createTraceIndex, type TraceIndex } from './provenance/trace-index.ts';
export type { HostTx } from './register.ts';
export { type Act, decideNext, type RunState } from './run/decide-next.ts';
export { type Anomaly, type AnomalyBounds, defaultAnomalyBounds, denialCodes, detectAnomaly, type HourlyCount, toMaxCalls } from './run/detect-anomaly.ts';
export { defaultBounds } from './run/run-bounds.ts';
export { type InvocationStatus, isSettled } from './run/run-status.ts';
export { nodeProps, PROTOCOL_VERSION } from './session/events.ts';
export { isWorking } from './session/fold-context.ts';
export { listRecentRecords } from './session/list-recent-records.ts';
export { PlannedProgress, toProgress } from './session/progress.ts';
