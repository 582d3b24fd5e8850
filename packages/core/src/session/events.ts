import { z } from 'zod';
import { GrantOffer } from '../approval/grant-conditions.ts';
import { grantScopes } from '../contract/tool-contract.ts';
import { Json } from '../json.ts';
import { TracedArgument } from '../provenance/trace-arguments.ts';
import { invocationStatuses, runStatuses } from '../run/run-status.ts';

/** Version of the stream. It is raised when a client written for the old one would misread the new one. */
export const PROTOCOL_VERSION = 1;

/** A piece of UI. Clients render the types they know and render nothing for the rest. */
export const UiNode = z.object({ type: z.string().min(1).max(64), props: z.record(z.string(), Json) });
export type UiNode = z.infer<typeof UiNode>;

/** What an entry of a session's log says, without its place in the log. */
export const EventBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ui.append'), key: z.string(), node: UiNode, runId: z.string().optional() }),
  z.object({ type: z.literal('ui.replace'), key: z.string(), props: z.record(z.string(), Json), runId: z.string().optional() }),
  z.object({ type: z.literal('ui.remove'), key: z.string(), runId: z.string().optional() }),
  z.object({ type: z.literal('run.status'), runId: z.string(), status: z.enum(runStatuses), reason: z.string().optional() }),
  /** A step of a run in the background whose calls left no other entry, since they only read. How far a plan is says its node `progress`. */
  z.object({
    type: z.literal('run.step'),
    runId: z.string(),
    stepIndex: z.int(),
    calls: z.array(z.object({ callIndex: z.int(), tool: z.string(), status: z.enum(invocationStatuses) })),
  }),
  z.object({ type: z.literal('panel.opened'), key: z.string(), panel: z.string(), recordId: z.string().optional() }),
  z.object({
    type: z.literal('panel.patch'),
    key: z.string(),
    fields: z.record(z.string(), z.enum(['applied', 'skipped_user_touched', 'invalid', 'unknown_field'])),
  }),
  z.object({ type: z.literal('panel.field.update'), key: z.string(), fields: z.record(z.string(), Json) }),
  z.object({ type: z.literal('panel.closed'), key: z.string(), reason: z.enum(['saved', 'dismissed']) }),
  z.object({ type: z.literal('goal.complete'), key: z.string().optional(), panel: z.string(), recordId: z.string(), summary: z.string() }),
]);
export type EventBody = z.infer<typeof EventBody>;

/** An entry of a session's append-only log. `seq` has no gaps; `at` is an ISO 8601 instant. */
export type SessionEvent = EventBody & { seq: number; at: string };
export const SessionEvent: z.ZodType<SessionEvent> = z.intersection(EventBody, z.object({ seq: z.int().positive(), at: z.string() }));

/** Props of the node types the runtime itself writes. Hosts may add node types of their own. */
export const nodeProps = {
  message: z.object({ role: z.enum(['user', 'agent']), text: z.string() }),
  /** Short words to the user about something that went other than asked. */
  notice: z.object({
    level: z.enum(['info', 'warning', 'error']),
    text: z.string(),
    /** True: the facts under a model's words, rendered by code from what became of the calls. */
    isAccount: z.boolean().optional(),
  }),
  /** What came of a side effect, rendered by code from the result. */
  receipt: z.object({
    invocationId: z.string(),
    tool: z.string(),
    status: z.enum(['succeeded', 'failed', 'denied', 'in_doubt', 'expired']),
    text: z.string(),
    replayed: z.boolean().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
  /** A request to a human. `kind: 'doubt'` asks whether a call that left no result took effect. */
  approval: z.object({
    requestId: z.string(),
    kind: z.enum(['call', 'doubt']),
    status: z.enum(['pending', 'decided', 'expired', 'cancelled']),
    expiresAt: z.string().nullable(),
    items: z.array(
      z.object({
        itemId: z.string(),
        tool: z.string(),
        title: z.string(),
        risk: z.string(),
        preview: Json,
        status: z.enum(['pending', 'approved', 'denied', 'expired', 'happened', 'not_happened', 'cancelled']),
        decidedBy: z.string().optional(),
        /** Policies that ask, beside the contract. */
        asking: z.array(z.string()).optional(),
        /** What a yes may be given for beyond this call. */
        grants: z.array(GrantOffer).optional(),
        /** Where the targets of the call come from, where that is asked about. */
        origins: z.array(TracedArgument).optional(),
        /** How far the yes reaches. */
        scope: z.enum(['once', ...grantScopes]).optional(),
      }),
    ),
  }),
  /** A question with candidates; picking one sends a message with `pick: { key, value }`. */
  question: z.object({
    question: z.string(),
    intent: z.string(),
    text: z.string(),
    slot: z.string(),
    picked: z.record(z.string(), z.string()),
    choices: z.array(z.object({ value: z.string(), label: z.string(), detail: z.string().optional() })).min(1),
  }),
  /** How far a plan of many calls is, counted from their results. Replaced as they end; `text` says it in words. */
  progress: z.object({
    title: z.string(),
    total: z.int().positive(),
    /** Took effect; `repeated` of them before this run, and not again. */
    done: z.int().nonnegative(),
    repeated: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    denied: z.int().nonnegative(),
    expired: z.int().nonnegative(),
    inDoubt: z.int().nonnegative(),
    /** The call being made. */
    current: z.string().nullable(),
    text: z.string(),
  }),
  /** Makes the host open one of its real forms, filled in. */
  'panel-open-command': z.object({
    panel: z.string(),
    recordId: z.string().optional(),
    prefill: z.record(z.string(), Json),
    /** Key of an earlier command: fill on the form that is open for it. Without it, a command without a record means a new one. */
    continues: z.string().optional(),
  }),
  /** Records that were found. `panel` and `id` let the host link to each. */
  records: z.object({
    title: z.string(),
    panel: z.string().optional(),
    /** True: its one record was asked to be opened. A host that has pages goes there, where nothing unsaved stands in the way. */
    opens: z.boolean().optional(),
    items: z.array(z.object({ id: z.string(), label: z.string(), detail: z.string().optional() })),
    more: z.int().nonnegative().optional(),
  }),
} as const;

export type NodeType = keyof typeof nodeProps;
export type NodeProps<T extends NodeType> = z.infer<(typeof nodeProps)[T]>;

/**
 * Builds a node of a type the runtime knows, its props checked by the compiler.
 *
 * @example node('message', { role: 'agent', text: 'Hello.' })
 */
export function node<T extends NodeType>(type: T, props: NodeProps<T>): UiNode {
  return { type, props: props as Record<string, Json> };
}

/** Reads the props of a known node; undefined when the node is of another type or malformed. */
export function readNode<T extends NodeType>(type: T, candidate: UiNode): NodeProps<T> | undefined {
  if (candidate.type !== type) return undefined;
  const parsed = nodeProps[type].safeParse(candidate.props);
  return parsed.success ? (parsed.data as NodeProps<T>) : undefined;
}
