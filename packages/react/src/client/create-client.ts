import {
  ApprovalList,
  ApprovalsDecided,
  type ApprovalView,
  GrantList,
  GrantRevoked,
  type GrantView,
  PoliciesSaved,
  PoliciesTried,
  PoliciesView,
  PromptView,
  RunDetail,
  RunList,
  type SessionEvent,
  ToolList,
} from '@countersign/core';
import {
  CreateSession,
  type DecideApprovals,
  EventAccepted,
  type ListApprovals,
  type ListGrants,
  type ListRuns,
  type ListSessions,
  MessageAccepted,
  type PanelEvent,
  type PostMessage,
  type RevokeGrant,
  RunStarted,
  type SavePolicies,
  SessionCreated,
  SessionList,
  type SessionSummary,
  type StartRun,
  type ToolView,
  type TryPolicies,
} from '@countersign/core/internal';
import { z } from 'zod';
import { EventPage, parseEvent } from './parse-event.ts';
import { sendRequest, type Transport } from './send-request.ts';
import { type StreamOptions, streamEvents } from './stream-events.ts';

export interface ClientOptions {
  /** Where the host mounted the handler. Outside a browser it needs the origin too. @default '/agent' */
  baseUrl?: string;
  /** @default the global fetch */
  fetch?: typeof fetch;
  /** Headers of every request; a function is asked before each. */
  headers?: HeadersInit | (() => HeadersInit);
}

export type Client = ReturnType<typeof createClient>;

interface Call {
  signal?: AbortSignal | undefined;
}

/** The server's cancel answers with the run or with nothing worth reading. */
const Ignored = z.unknown();

/**
 * Creates the client of the HTTP interface. It knows no React and keeps no state.
 *
 * Every method throws CountersignError: with the server's code and details, `unavailable` when the network or the server
 * failed, `cancelled` when the given signal aborted.
 *
 * @example
 * const client = createClient({ baseUrl: 'https://shop.example/agent' });
 * const { sessionId } = await client.createSession({ agent: 'copilot' });
 * for await (const event of client.streamEvents(sessionId)) console.log(event.seq, event.type);
 */
export function createClient(options: ClientOptions = {}) {
  const { headers } = options;
  const transport: Transport = {
    baseUrl: (options.baseUrl ?? '/agent').replace(/\/+$/, ''),
    // Wrapped, since a browser refuses its fetch when it is called as another object's method.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    headers: typeof headers === 'function' ? headers : () => headers ?? {},
  };
  return { ...sessionMethods(transport), ...runMethods(transport), ...approvalMethods(transport), ...policyMethods(transport) };
}

function sessionMethods(transport: Transport) {
  return {
    createSession(input: CreateSession, call: Call = {}): Promise<{ sessionId: string }> {
      return sendRequest(transport, '/sessions', SessionCreated, { method: 'POST', body: CreateSession.parse(input), ...call });
    },
    /** One's own sessions, the newest first. */
    async listSessions(query: Partial<z.input<typeof ListSessions>> = {}, call: Call = {}): Promise<SessionSummary[]> {
      return (await sendRequest(transport, '/sessions', SessionList, { query: query as Record<string, string | number | undefined>, ...call })).sessions;
    },
    /** Safe to repeat: the same `clientMessageId` is the same message. */
    postMessage(sessionId: string, input: PostMessage, call: Call = {}): Promise<MessageAccepted> {
      return sendRequest(transport, `${sessionPath(sessionId)}/messages`, MessageAccepted, { method: 'POST', body: input, ...call });
    },
    /** A page of the log. It may be shorter than `limit` only at the end of the log. */
    async listEvents(sessionId: string, query: { after?: number; limit?: number } = {}, call: Call = {}): Promise<{ events: SessionEvent[]; last: number }> {
      const page = await sendRequest(transport, `${sessionPath(sessionId)}/events`, EventPage, { query, ...call });
      return { events: page.events.map(parseEvent), last: page.last };
    },
    streamEvents(sessionId: string, stream: StreamOptions = {}): AsyncGenerator<SessionEvent, void, undefined> {
      return streamEvents(transport, sessionId, stream);
    },
    /** Outlives the page, so that what the user typed last before leaving still arrives. */
    postPanelEvent(sessionId: string, event: PanelEvent, call: Call = {}): Promise<{ seq: number }> {
      return sendRequest(transport, `${sessionPath(sessionId)}/panel-events`, EventAccepted, { method: 'POST', body: event, keepalive: true, ...call });
    },
  };
}

function runMethods(transport: Transport) {
  return {
    /** Give an `idempotencyKey` and repeating the call starts no second run. */
    startRun(input: StartRun, call: Call = {}): Promise<RunStarted> {
      return sendRequest(transport, '/runs', RunStarted, { method: 'POST', body: input, ...call });
    },
    listRuns(query: Partial<z.input<typeof ListRuns>> = {}, call: Call = {}): Promise<RunList> {
      return sendRequest(transport, '/runs', RunList, { query: query as Record<string, string | number | undefined>, ...call });
    },
    getRun(runId: string, call: Call = {}): Promise<RunDetail> {
      return sendRequest(transport, runPath(runId), RunDetail, call);
    },
    /** What a model was sent in one step, read again. */
    readPrompt(runId: string, step: number, call: Call = {}): Promise<PromptView> {
      return sendRequest(transport, `${runPath(runId)}/prompt`, PromptView, { query: { step }, ...call });
    },
    /** Asks for the end of a run. Its `run.status` event says what became of it. */
    async cancelRun(runId: string, call: Call = {}): Promise<void> {
      await sendRequest(transport, `${runPath(runId)}/cancel`, Ignored, { method: 'POST', body: {}, ...call });
    },
    /** Sends a run that had paused back to work. Rejects with `conflict` when it is not paused. */
    async resumeRun(runId: string, call: Call = {}): Promise<void> {
      await sendRequest(transport, `${runPath(runId)}/resume`, Ignored, { method: 'POST', body: {}, ...call });
    },
  };
}

function approvalMethods(transport: Transport) {
  return {
    listApprovals(query: Partial<z.input<typeof ListApprovals>> = {}, call: Call = {}): Promise<ApprovalList> {
      return sendRequest(transport, '/approvals', ApprovalList, { query: query as Record<string, string | number | undefined>, ...call });
    },
    async decideApprovals(input: DecideApprovals, call: Call = {}): Promise<ApprovalView> {
      return (await sendRequest(transport, '/approvals/decisions', ApprovalsDecided, { method: 'POST', body: input, ...call })).approval;
    },
    /** What may be done without asking. */
    listGrants(query: Partial<z.input<typeof ListGrants>> = {}, call: Call = {}): Promise<GrantList> {
      return sendRequest(transport, '/grants', GrantList, { query: query as Record<string, string | number | undefined>, ...call });
    },
    /** From the answer on, such calls are asked for again. */
    async revokeGrant(grantId: string, input: RevokeGrant = {}, call: Call = {}): Promise<GrantView> {
      return (await sendRequest(transport, `/grants/${encodeURIComponent(grantId)}/revoke`, GrantRevoked, { method: 'POST', body: input, ...call })).grant;
    },
    async listTools(call: Call = {}): Promise<ToolView[]> {
      return (await sendRequest(transport, '/tools', ToolList, call)).tools;
    },
  };
}

function policyMethods(transport: Transport) {
  return {
    /** The rules of the organisation: those in force, or an earlier version. */
    getPolicies(query: { version?: number } = {}, call: Call = {}): Promise<PoliciesView> {
      return sendRequest(transport, '/policies', PoliciesView, { query, ...call });
    },
    /** What rules would have done to the calls of the last 30 days. Saves nothing. */
    tryPolicies(input: z.input<typeof TryPolicies>, call: Call = {}): Promise<PoliciesTried> {
      return sendRequest(transport, '/policies/trial', PoliciesTried, { method: 'POST', body: input, ...call });
    },
    /** Rejects with `conflict` when somebody has saved since `basedOn`. */
    savePolicies(input: z.input<typeof SavePolicies>, call: Call = {}): Promise<PoliciesSaved> {
      return sendRequest(transport, '/policies', PoliciesSaved, { method: 'PUT', body: input, ...call });
    },
  };
}

const sessionPath = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}`;
const runPath = (runId: string) => `/runs/${encodeURIComponent(runId)}`;
