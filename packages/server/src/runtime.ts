import type {
  AlertList,
  AlertView,
  ApprovalList,
  ApprovalView,
  EventList,
  GrantList,
  GrantView,
  PoliciesSaved,
  PoliciesTried,
  PoliciesView,
  Principal,
  PromptView,
  RunDetail,
  RunList,
  RunSummary,
  SessionEvent,
  SetSwitch,
  SwitchList,
} from '@countersign/core';
import type {
  CreateSession,
  DecideApprovals,
  GetPolicies,
  ListAlerts,
  ListApprovals,
  ListEvents,
  ListGrants,
  ListRuns,
  ListSessions,
  MessageAccepted,
  PanelEvent,
  PostMessage,
  RevokeGrant,
  RunStarted,
  SavePolicies,
  SessionSummary,
  StartRun,
  ToolView,
  TryPolicies,
} from '@countersign/core/internal';
import type { z } from 'zod';

/**
 * What the HTTP handler asks of the runtime. Every method acts as its principal and sees only what that principal may see;
 * an id that is unknown or belongs to somebody else is `not_found` in both cases, so that nobody can tell them apart.
 * Inputs arrive parsed. Every method rejects with a CountersignError; anything else is a defect and answered as `internal`.
 */
export interface Runtime {
  createSession(principal: Principal, input: CreateSession): Promise<{ sessionId: string }>;
  listSessions(principal: Principal, query: z.output<typeof ListSessions>): Promise<SessionSummary[]>;
  postMessage(principal: Principal, sessionId: string, input: PostMessage): Promise<MessageAccepted>;
  recordPanelEvent(principal: Principal, sessionId: string, input: PanelEvent): Promise<{ seq: number }>;
  listEvents(principal: Principal, sessionId: string, query: z.output<typeof ListEvents>): Promise<EventList>;
  /**
   * Yields batches of events after `after`, oldest first: first what is committed already, then what is, as it is committed.
   * Ends without an error when `signal` aborts and when the runtime stops.
   */
  tailEvents(principal: Principal, sessionId: string, after: number, signal: AbortSignal): AsyncIterable<SessionEvent[]>;
  startRun(principal: Principal, input: StartRun): Promise<RunStarted>;
  listRuns(principal: Principal, query: z.output<typeof ListRuns>): Promise<RunList>;
  getRun(principal: Principal, runId: string): Promise<RunDetail>;
  readPrompt(principal: Principal, runId: string, stepIndex: number): Promise<PromptView>;
  cancelRun(principal: Principal, runId: string): Promise<RunSummary>;
  resumeRun(principal: Principal, runId: string): Promise<RunSummary>;
  listApprovals(principal: Principal, query: z.output<typeof ListApprovals>): Promise<ApprovalList>;
  decideApprovals(principal: Principal, input: DecideApprovals): Promise<ApprovalView>;
  listGrants(principal: Principal, query: z.output<typeof ListGrants>): Promise<GrantList>;
  revokeGrant(principal: Principal, grantId: string, input: RevokeGrant): Promise<GrantView>;
  getPolicies(principal: Principal, query: z.output<typeof GetPolicies>): Promise<PoliciesView>;
  savePolicies(principal: Principal, input: SavePolicies): Promise<PoliciesSaved>;
  tryPolicies(principal: Principal, input: TryPolicies): Promise<PoliciesTried>;
  listSwitches(principal: Principal): Promise<SwitchList>;
  setSwitch(principal: Principal, input: SetSwitch): Promise<SwitchList>;
  listAlerts(principal: Principal, query: z.output<typeof ListAlerts>): Promise<AlertList>;
  acknowledgeAlert(principal: Principal, alertId: string): Promise<AlertView>;
  listTools(principal: Principal): Promise<ToolView[]>;
}
