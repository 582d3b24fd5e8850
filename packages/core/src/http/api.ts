import { z } from 'zod';
import { GrantOffer } from '../approval/grant-conditions.ts';
import { effects, grantScopes, risks } from '../contract/tool-contract.ts';
import { Json } from '../json.ts';
import { TracedArgument } from '../provenance/trace-arguments.ts';
import { invocationStatuses, runStatuses } from '../run/run-status.ts';
import { SessionEvent } from '../session/events.ts';
import { ModelCall } from './model-call.ts';

/** Requests and responses of the HTTP interface. Handler, OpenAPI document and client all read these. */

const MAX_TEXT = 4_000;
/** In small letters, as the database writes ids: the same id is the same key everywhere. */
const id = z.uuid().toLowerCase();
const instant = z.string().describe('ISO 8601 instant');

export const ErrorResponse = z.object({ error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }) });
export type ErrorResponse = z.infer<typeof ErrorResponse>;

export const CreateSession = z.strictObject({ agent: z.string().min(1).max(64) });
export type CreateSession = z.infer<typeof CreateSession>;
export const SessionCreated = z.object({ sessionId: id });

export const SessionSummary = z.object({ sessionId: id, agent: z.string(), last: z.int(), createdAt: instant, updatedAt: instant });
export type SessionSummary = z.infer<typeof SessionSummary>;
export const ListSessions = z.object({
  agent: z.string().max(64).optional(),
  /** `conversation`: not those that a task was given a log of its own in. */
  kind: z.enum(['all', 'conversation']).default('all'),
  limit: z.coerce.number<number>().int().min(1).max(100).default(20),
});
export const SessionList = z.object({ sessions: z.array(SessionSummary) });

export const PostMessage = z.strictObject({
  text: z.string().trim().min(1).max(MAX_TEXT),
  /** Chosen by the client; the same id in the same session is the same message, however often it is sent. */
  clientMessageId: z.string().min(1).max(100),
  /** Answers a question node: its key and the value of the choice. */
  pick: z.strictObject({ key: z.string().max(200), value: z.string().max(500) }).optional(),
});
export type PostMessage = z.infer<typeof PostMessage>;
export const MessageAccepted = z.object({ runId: id, seq: z.int() });
export type MessageAccepted = z.infer<typeof MessageAccepted>;

export const ListEvents = z.object({
  after: z.coerce.number<number>().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number<number>().int().min(1).max(1_000).default(500),
});
export const EventList = z.object({ protocol: z.int(), events: z.array(SessionEvent), last: z.int() });
export type EventList = z.infer<typeof EventList>;

const key = z.string().min(1).max(200);
const fields = <T extends z.ZodType>(value: T) => z.record(z.string().max(100), value).refine((all) => Object.keys(all).length <= 100, 'At most 100 fields.');

/** What the user interface tells the session about a panel. The domain fact `goal.complete` is the host's to tell, not the browser's. */
export const PanelEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('panel.opened'), key, panel: z.string().min(1).max(64), recordId: z.string().max(200).optional() }),
  z.strictObject({ type: z.literal('panel.patch'), key, fields: fields(z.enum(['applied', 'skipped_user_touched', 'invalid', 'unknown_field'])) }),
  z.strictObject({ type: z.literal('panel.field.update'), key, fields: fields(z.union([z.string().max(4_000), z.number(), z.boolean(), z.null()])) }),
  z.strictObject({ type: z.literal('panel.closed'), key, reason: z.enum(['saved', 'dismissed']) }),
]);
export type PanelEvent = z.infer<typeof PanelEvent>;
export const EventAccepted = z.object({ seq: z.int() });

export const StartRun = z.strictObject({
  agent: z.string().min(1).max(64),
  task: z.string().trim().min(1).max(MAX_TEXT),
  /** Runs this intent of the agent, whatever the words of the task sound like: its slots are read from them. */
  intent: z.string().min(1).max(64).optional(),
  /** The session whose log the run writes to. Left out: a new one. */
  sessionId: id.optional(),
  /** Two requests with the same key start one run. */
  idempotencyKey: z.string().min(1).max(100).regex(/^[^$]/, 'Keys that begin with $ are those of schedules.').optional(),
});
export type StartRun = z.infer<typeof StartRun>;
export const RunStarted = z.object({ runId: id, sessionId: id });
export type RunStarted = z.infer<typeof RunStarted>;

export const RunSummary = z.object({
  runId: id,
  sessionId: id,
  agent: z.string(),
  userId: z.string(),
  status: z.enum(runStatuses),
  reason: z.string().nullable(),
  cause: Json,
  stepCount: z.int(),
  costMicros: z.int(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const InvocationView = z.object({
  invocationId: z.string(),
  stepIndex: z.int(),
  callIndex: z.int(),
  tool: z.string(),
  contractVersion: z.int(),
  status: z.enum(invocationStatuses),
  input: Json,
  output: Json,
  error: Json,
  isReplayed: z.boolean(),
  allowedBy: z.string().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
export type InvocationView = z.infer<typeof InvocationView>;

export const StepView = z.object({
  stepIndex: z.int(),
  proposer: z.string(),
  proposal: Json,
  costMicros: z.int(),
  at: instant,
  /** Null for a step that no model was asked for. */
  modelCall: ModelCall.nullable(),
  invocations: z.array(InvocationView),
});
export type StepView = z.infer<typeof StepView>;
export const RunDetail = RunSummary.extend({ steps: z.array(StepView) });
export type RunDetail = z.infer<typeof RunDetail>;

export const ListRuns = z.object({
  status: z.enum(runStatuses).optional(),
  sessionId: id.optional(),
  /** `message`: what was said in a conversation. `background`: tasks and whatever else nobody waits for at the screen. */
  cause: z.enum(['message', 'background']).optional(),
  limit: z.coerce.number<number>().int().min(1).max(100).default(20),
  /** The `next` of the page before. */
  cursor: z.string().max(200).optional(),
});
export const RunList = z.object({ runs: z.array(RunSummary), next: z.string().nullable() });
export type RunList = z.infer<typeof RunList>;

/** How far a yes reaches: this call, the rest of its run, every run of the tenant. */
export const approvalScopes = ['once', ...grantScopes] as const;
export type ApprovalScope = (typeof approvalScopes)[number];

export const ApprovalItemView = z.object({
  itemId: id,
  invocationId: z.string(),
  tool: z.string(),
  title: z.string(),
  risk: z.enum(risks),
  input: Json,
  preview: Json,
  impact: Json,
  /** Policies of the tenant that ask, beside the contract. */
  asking: z.array(z.string()),
  /** Where the targets of the call come from; empty for a call that may go anywhere. */
  origins: z.array(TracedArgument),
  /** What a yes may be given for beyond this call; each is a sentence to be read before it is given. */
  grants: z.array(GrantOffer),
  status: z.enum(['pending', 'approved', 'denied', 'expired', 'happened', 'not_happened', 'cancelled']),
  /** How far the yes reaches; null where nobody said yes. */
  scope: z.enum(approvalScopes).nullable(),
  isConsumed: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  reason: z.string().nullable(),
});
export type ApprovalItemView = z.infer<typeof ApprovalItemView>;

export const ApprovalView = z.object({
  requestId: id,
  runId: id,
  sessionId: id,
  kind: z.enum(['call', 'doubt']),
  requestedBy: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  items: z.array(ApprovalItemView),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

export const ListApprovals = z.object({
  status: z.enum(['pending', 'all']).default('pending'),
  limit: z.coerce.number<number>().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
});
export const ApprovalList = z.object({ approvals: z.array(ApprovalView), next: z.string().nullable() });
export type ApprovalList = z.infer<typeof ApprovalList>;

export const DecideApprovals = z.strictObject({
  requestId: id,
  decisions: z
    .array(
      z.strictObject({
        itemId: id,
        /** `approve` and `deny` answer a call; `happened` and `not_happened` settle a doubt. */
        decision: z.enum(['approve', 'deny', 'happened', 'not_happened']),
        /** Of an approval; beyond `once` only where the item offers it. */
        scope: z.enum(approvalScopes).optional(),
        reason: z.string().trim().max(500).optional(),
      }),
    )
    .min(1)
    .max(100),
});
export type DecideApprovals = z.infer<typeof DecideApprovals>;
export const ApprovalsDecided = z.object({ approval: ApprovalView });

export const ToolView = z.object({
  name: z.string(),
  description: z.string(),
  version: z.int(),
  risk: z.enum(risks),
  effect: z.enum(effects),
  reach: z.enum(['internal', 'outward']),
  permission: z.string(),
  /** JSON Schema of the input. */
  inputSchema: Json,
  /** True when every call of it waits for a human. */
  needsApproval: z.boolean(),
});
export type ToolView = z.infer<typeof ToolView>;
export const ToolList = z.object({ tools: z.array(ToolView) });
