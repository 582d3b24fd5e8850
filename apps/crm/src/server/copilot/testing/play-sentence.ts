import { applyEvent, type CallResult, defineAgent, type EventBody, emptyView, node, Proposal, type SessionView, type UiNode } from '@countersign/core';
import { createRulesProposer, type RunCause } from '@countersign/server';
import { copilotIntents } from '../intents/index.ts';
import { answerCall, isLookup } from './answer-call.ts';

/** The intent that proposed, by the clock of the turn: sentences are played side by side. */
const proposedBy = new WeakMap<Date, string>();
const intents = copilotIntents.map((intent) => ({
  ...intent,
  propose: (turn: Parameters<typeof intent.propose>[0]) => {
    proposedBy.set(turn.now, intent.name);
    return intent.propose(turn);
  },
}));

/** The copilot by rules alone, its searches answered from a small shop in memory: no database, no model, no run. */
const agent = defineAgent({ name: 'copilot', description: 'Helps the staff.', tools: [], intents });
const rules = createRulesProposer({ agent, country: 'US' });

export interface Played {
  /** The intent that was asked for proposals; undefined where the rules answered for themselves. */
  intent: string | undefined;
  calls: { tool: string; input: Record<string, unknown> }[];
  shown: UiNode[];
  /** The session after it, for the next sentence. */
  view: SessionView;
}

export interface PlayOptions {
  /** The session before it. */
  view?: SessionView;
  pick?: { key: string; value: string };
  roles?: string[];
  /** What a search comes back with instead of what the shop has. */
  searchError?: string;
}

/** Says something to the copilot and asks for step after step until the run is over. */
export async function play(text: string, { view = emptyView, pick, roles = ['owner'], searchError }: PlayOptions = {}): Promise<Played> {
  const runId = `run-${view.last}`;
  const cause: RunCause = { kind: 'message', text, ...(pick ? { pick } : {}) };
  const before = append(view, { type: 'ui.append', key: `message:${runId}`, runId, node: node('message', { role: 'user', text }) });
  const now = new Date('2026-11-21T10:00:00Z');
  const played: Played = { intent: undefined, calls: [], shown: [], view: before };
  const results: CallResult[] = [];
  for (let stepIndex = 0; stepIndex < 6; stepIndex += 1) {
    const turn = {
      ...{ runId, sessionId: 's', agent, cause, stepIndex, results, signal: AbortSignal.timeout(5_000) },
      principal: { tenantId: 't', userId: 'u', roles, timeZone: 'America/Denver' },
      now,
      view: () => Promise.resolve(before),
    };
    const proposal = Proposal.parse(await rules.propose(turn));
    played.intent = proposedBy.get(now);
    const calls = proposal.calls.map((call) => ({ tool: call.tool, input: call.input as Record<string, unknown> }));
    played.calls.push(...calls);
    for (const [index, shown] of proposal.show.entries()) {
      played.shown.push(shown);
      played.view = append(played.view, { type: 'ui.append', key: `${runId}/${stepIndex}:${index}`, runId, node: shown });
    }
    if (proposal.isFinal || calls.length === 0) return played;
    results.push(...calls.map((call) => toResult(call, searchError)));
  }
  throw new Error(`"${text}" never came to an end.`);
}

function toResult(call: Played['calls'][number], searchError: string | undefined): CallResult {
  if (searchError !== undefined) return { ...call, ok: false, error: { code: 'permission_denied', message: searchError, isRetryable: false } };
  return { ...call, ok: true, output: answerCall(call) };
}

/** The view after one more event. */
export function append(view: SessionView, body: EventBody): SessionView {
  return applyEvent(view, { ...body, seq: view.last + 1, at: '2026-11-21T10:00:00Z' });
}

export const panelsOf = (played: Played) => played.shown.filter((shown) => shown.type === 'panel-open-command').map((shown) => shown.props);
export const effectsOf = (played: Played) => played.calls.filter((call) => !isLookup(call));
/** All it said. */
export const wordsOf = (played: Played) => played.shown.map((shown) => String(shown.props.text ?? shown.props.question ?? '')).join('\n');
