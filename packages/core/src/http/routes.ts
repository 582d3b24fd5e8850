import type { z } from 'zod';
import {
  ApprovalList,
  ApprovalsDecided,
  CreateSession,
  DecideApprovals,
  EventAccepted,
  EventList,
  ListApprovals,
  ListEvents,
  ListRuns,
  ListSessions,
  MessageAccepted,
  PanelEvent,
  PostMessage,
  RunDetail,
  RunList,
  RunStarted,
  RunSummary,
  SessionCreated,
  SessionList,
  StartRun,
  ToolList,
} from './api.ts';
import {
  AcknowledgeAlert,
  AlertAcknowledged,
  AlertList,
  GetPolicies,
  GrantList,
  GrantRevoked,
  ListAlerts,
  ListGrants,
  PoliciesSaved,
  PoliciesTried,
  PoliciesView,
  RevokeGrant,
  SavePolicies,
  SetSwitch,
  SwitchList,
  TryPolicies,
} from './consent-api.ts';
import { defineRoute, type InputOf, type ParsedInputOf } from './define-route.ts';
import { PromptView, ReadPrompt } from './model-call.ts';

/** Everything that can be asked of the runtime, by the name it has in the OpenAPI document, in `countersign.api` and in the client. */
export const routes = {
  createSession: defineRoute({ method: 'post', path: '/sessions', body: CreateSession, status: 201, reply: SessionCreated, errors: ['not_found'] }),
  /** One's own sessions, the newest first. */
  listSessions: defineRoute({ method: 'get', path: '/sessions', query: ListSessions, status: 200, reply: SessionList, errors: [] }),
  /** Safe to repeat: the same `clientMessageId` is the same message. */
  postMessage: defineRoute({
    method: 'post',
    path: '/sessions/{id}/messages',
    id: 'sessionId',
    body: PostMessage,
    status: 202,
    reply: MessageAccepted,
    errors: ['conflict'],
  }),
  /** Tells the session what the user interface knows of a panel. */
  recordPanelEvent: defineRoute({
    method: 'post',
    path: '/sessions/{id}/panel-events',
    id: 'sessionId',
    body: PanelEvent,
    status: 202,
    reply: EventAccepted,
    errors: ['conflict'],
  }),
  /** A page of the log. It may be shorter than `limit` only at the end of the log. */
  listEvents: defineRoute({
    method: 'get',
    path: '/sessions/{id}/events',
    id: 'sessionId',
    query: ListEvents,
    status: 200,
    reply: EventList,
    isStream: true,
    errors: [],
  }),
  /** Give an `idempotencyKey` and repeating the call starts no second run. */
  startRun: defineRoute({ method: 'post', path: '/runs', body: StartRun, status: 202, reply: RunStarted, errors: ['not_found', 'conflict'] }),
  /** One's own runs, the newest first. */
  listRuns: defineRoute({ method: 'get', path: '/runs', query: ListRuns, status: 200, reply: RunList, errors: [] }),
  getRun: defineRoute({ method: 'get', path: '/runs/{id}', id: 'runId', status: 200, reply: RunDetail, errors: [] }),
  /** What a model was sent in one step, read again. */
  readPrompt: defineRoute({ method: 'get', path: '/runs/{id}/prompt', id: 'runId', query: ReadPrompt, status: 200, reply: PromptView, errors: [] }),
  /** Asks for the end of a run. Its `run.status` event says what became of it. */
  cancelRun: defineRoute({ method: 'post', path: '/runs/{id}/cancel', id: 'runId', status: 202, reply: RunSummary, errors: [] }),
  /** Sends a run that had paused back to work. `conflict` when it is not paused. */
  resumeRun: defineRoute({ method: 'post', path: '/runs/{id}/resume', id: 'runId', status: 202, reply: RunSummary, errors: ['conflict'] }),
  /** Requests that one may decide, the newest first. */
  listApprovals: defineRoute({ method: 'get', path: '/approvals', query: ListApprovals, status: 200, reply: ApprovalList, errors: [] }),
  decideApprovals: defineRoute({
    method: 'post',
    path: '/approvals/decisions',
    body: DecideApprovals,
    status: 200,
    reply: ApprovalsDecided,
    errors: ['not_found', 'already_decided', 'expired', 'conflict'],
  }),
  /** What may be done without asking. */
  listGrants: defineRoute({ method: 'get', path: '/grants', query: ListGrants, status: 200, reply: GrantList, errors: [] }),
  /** From the answer on, such calls are asked for again. */
  revokeGrant: defineRoute({ method: 'post', path: '/grants/{id}/revoke', id: 'grantId', body: RevokeGrant, status: 200, reply: GrantRevoked, errors: [] }),
  /** The rules of the organisation: those in force, or an earlier version. */
  getPolicies: defineRoute({ method: 'get', path: '/policies', query: GetPolicies, status: 200, reply: PoliciesView, errors: ['not_found'] }),
  /** `conflict` when somebody has saved since `basedOn`. */
  savePolicies: defineRoute({ method: 'put', path: '/policies', body: SavePolicies, status: 200, reply: PoliciesSaved, errors: ['conflict'] }),
  /** What rules would have done to the calls of the last 30 days. Saves nothing. */
  tryPolicies: defineRoute({ method: 'post', path: '/policies/trial', body: TryPolicies, status: 200, reply: PoliciesTried, errors: [] }),
  listSwitches: defineRoute({ method: 'get', path: '/switches', status: 200, reply: SwitchList, errors: [] }),
  /** Switches a tool, an agent or all of them off, or on again. Answers with all switches. */
  setSwitch: defineRoute({ method: 'post', path: '/switches', body: SetSwitch, status: 200, reply: SwitchList, errors: [] }),
  listAlerts: defineRoute({ method: 'get', path: '/alerts', query: ListAlerts, status: 200, reply: AlertList, errors: [] }),
  acknowledgeAlert: defineRoute({
    method: 'post',
    path: '/alerts/{id}/acknowledge',
    id: 'alertId',
    body: AcknowledgeAlert,
    status: 200,
    reply: AlertAcknowledged,
    errors: [],
  }),
  /** The tools one may use now. */
  listTools: defineRoute({ method: 'get', path: '/tools', status: 200, reply: ToolList, errors: [] }),
};

type Routes = typeof routes;

export type OperationId = keyof Routes;

/** What a call is given: the id of its path and the fields of its query or body, side by side. @example { sessionId, text, clientMessageId } */
export type RouteInput<Operation extends OperationId> = InputOf<Routes[Operation]>;

/** The same once it is parsed. */
export type ParsedRouteInput<Operation extends OperationId> = ParsedInputOf<Routes[Operation]>;

/** The whole body of the answer. @example { approvals, next } */
export type RouteReply<Operation extends OperationId> = z.output<Routes[Operation]['reply']>;

/** The arguments of a call: the input may be left out where everything in it may. */
export type RouteArguments<Operation extends OperationId> =
  Record<never, never> extends RouteInput<Operation> ? [input?: RouteInput<Operation>] : [input: RouteInput<Operation>];
