import { type Agent, type CallResult, type IntentTurn, node, type SessionView, type Slot, type SlotContext } from '@countersign/core';
import { listRecentRecords } from '@countersign/core/internal';
import type { Proposer, ProposerReply, ProposerTurn } from '../proposer.ts';
import { type Classifier, trainClassifier } from './classify.ts';
import { findOwnMessage, findPendingQuestion, findQuestion } from './find-pending-question.ts';
import { toAboutDoing, toCompound, toDropped, toHelp, toNegated, toRetired, toStaleQuestion, toUnknown, toWhichIntent } from './replies.ts';
import { resumeIntent, type Understanding, understandText } from './understand.ts';

export interface RulesOptions {
  agent: Agent;
  /** Two-letter country whose phone numbers need no prefix, such as `US`. */
  country: string;
}

/**
 * The proposer that needs no model: a small classifier trained on the examples of the agent's intents says what is asked,
 * slots read the values, and the intent's plan in code proposes the next step. What it does not understand it says so,
 * with what it can do. A pure function of the turn, so that asking again after a crash gives the same proposal.
 *
 * @throws {TypeError} when an example names a slot its intent does not have
 * @example createRulesProposer({ agent: copilot, country: 'US' })
 */
export function createRulesProposer({ agent, country }: RulesOptions): RulesProposer {
  const classifier = trainClassifier(agent, country);
  const decide: RulesProposer['decide'] = async (turn) => {
    const view = await turn.view();
    const ctx: SlotContext = { now: turn.now, timeZone: turn.principal.timeZone, country };
    const understanding = understandTurn({ agent, classifier, turn, ctx }, view);
    const proposal = toProposal(agent, understanding, (intent) => toIntentTurn(intent, turn, view, ctx));
    return { proposal, isMine: isMine(understanding, view, turn) && (proposal.isIncomplete !== true || isNamed(turn)) };
  };
  return { name: 'rules', decide, propose: async (turn) => (await decide(turn)).proposal };
}

/** What the rules make of a turn. */
export interface RulesDecision {
  /** Their answer; where the turn is not theirs, one that changes nothing. */
  readonly proposal: ProposerReply;
  /** True: understood with confidence and complete, so that no model is needed. Depends on the message alone, not on results. */
  readonly isMine: boolean;
}

/** The rules, and whether a turn is theirs: what decides that a language model is not asked. */
export interface RulesProposer extends Proposer {
  decide(turn: ProposerTurn): Promise<RulesDecision>;
}

/** Whoever named an intent wants that plan and no model's idea of the words. */
const isNamed = ({ cause }: ProposerTurn) => cause.kind === 'task' && cause.intent !== undefined;

/** What the rules understood well enough to act on it or to answer for good. The rest is a model's, where there is one. */
function isMine(understanding: Understanding, view: SessionView, { cause }: ProposerTurn): boolean {
  switch (understanding.kind) {
    case 'intent':
    case 'again':
    case 'help':
    case 'dropped':
    case 'retired':
      return true;
    case 'stale':
      // A choice that a model offered is the model's to go on with.
      return !(cause.kind === 'message' && cause.pick && findQuestion(view, cause.pick.key)?.intent === MODEL_INTENT);
    case 'which':
    case 'about_doing':
    case 'unknown':
    case 'negated':
    case 'compound':
      return false;
    default:
      return understanding satisfies never;
  }
}

/** The `intent` of a question that a language model asked. */
export const MODEL_INTENT = '$model';

interface Reading {
  agent: Agent;
  classifier: Classifier;
  turn: ProposerTurn;
  ctx: SlotContext;
}

function understandTurn({ agent, classifier, turn, ctx }: Reading, view: Awaited<ReturnType<ProposerTurn['view']>>): Understanding {
  const { cause } = turn;
  const text = (cause.kind === 'task' ? cause.task : cause.text).normalize('NFC');
  if (cause.kind === 'task' && cause.intent !== undefined) {
    const intent = agent.intents.find(({ name }) => name === cause.intent);
    return intent ? { kind: 'intent', intent, text, picked: {} } : { kind: 'retired' };
  }
  if (cause.kind === 'message' && cause.pick) {
    const question = findQuestion(view, cause.pick.key);
    return question ? resumeIntent(agent, question, cause.pick.value) : { kind: 'stale' };
  }
  const pending = cause.kind === 'message' ? findPendingQuestion(view, turn.runId) : undefined;
  return understandText(agent, classifier, text, pending?.intent === MODEL_INTENT ? undefined : pending, ctx);
}

type Understood = Extract<Understanding, { kind: 'intent' }>;

function toProposal(agent: Agent, understanding: Understanding, toTurn: (understood: Understood) => IntentTurn<unknown>): ProposerReply {
  switch (understanding.kind) {
    case 'intent':
      return understanding.intent.propose(toTurn(understanding));
    case 'which':
      return toWhichIntent(understanding.text, understanding.intents);
    case 'again': {
      const { key: _key, ...question } = understanding.question;
      return { show: [node('question', { ...question, question: 'That fits more than one. Which one do you mean?' })], calls: [], isFinal: true };
    }
    case 'about_doing':
      return toAboutDoing(understanding.intent);
    case 'help':
      return toHelp(agent);
    case 'unknown':
      return toUnknown(agent);
    case 'negated':
      return toNegated();
    case 'compound':
      return toCompound();
    case 'dropped':
      return toDropped();
    case 'stale':
      return toStaleQuestion();
    case 'retired':
      return toRetired();
    default:
      return understanding satisfies never;
  }
}

function toIntentTurn({ intent, text, picked }: Understood, turn: ProposerTurn, view: SessionView, ctx: SlotContext): IntentTurn<unknown> {
  const slots = Object.entries(intent.slots as Record<string, Slot<unknown>>).map(([name, slot]) => [name, slot.extract(text, ctx)] as const);
  return {
    text,
    slots: Object.fromEntries(slots.filter(([, value]) => value !== undefined)),
    principal: turn.principal,
    now: turn.now,
    results: turn.results,
    panels: view.panels.filter((panel) => panel.status === 'open'),
    recent: listRecentRecords(view, findOwnMessage(view, turn.runId)?.key),
    picked,
    resultOf: (tool) => {
      const latest = turn.results.findLast((result) => result.tool === tool.name);
      return latest && toTyped(latest, tool.output);
    },
  };
}

function toTyped<O>(
  result: CallResult,
  output: { parse(value: unknown): O },
): { ok: true; output: O } | { ok: false; error: { code: string; message: string } } {
  return result.ok ? { ok: true, output: output.parse(result.output) } : { ok: false, error: result.error };
}
