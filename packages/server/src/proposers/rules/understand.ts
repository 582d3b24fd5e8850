import type { Agent, AnyIntent, Question, SlotContext } from '@countersign/core';
import { answerQuestion } from './answer-question.ts';
import { type Classifier, HELP, STRANGER } from './classify.ts';
import { objectTo, splitOrders, stripQuestion } from './guard-sentence.ts';
import { INTENT_SLOT } from './replies.ts';

/** What a message asks for. */
export type Understanding =
  | { kind: 'intent'; intent: AnyIntent; text: string; picked: Readonly<Record<string, string>> }
  | { kind: 'which'; intents: readonly AnyIntent[]; text: string }
  | { kind: 'about_doing'; intent: AnyIntent }
  | { kind: 'again'; question: Question }
  /** `retired`: an intent was named that a deployment has taken away since. */
  | { kind: 'help' | 'unknown' | 'negated' | 'compound' | 'dropped' | 'stale' | 'retired' };

/** Goes on with the intent that asked, now that one of its choices is picked. */
export function resumeIntent(agent: Agent, question: Question, value: string): Understanding {
  const isWhich = question.slot === INTENT_SLOT;
  const name = isWhich ? value : question.intent;
  const intent = agent.intents.find((candidate) => candidate.name === name);
  if (!intent || !question.choices.some((choice) => choice.value === value)) return { kind: 'stale' };
  return { kind: 'intent', intent, text: question.text, picked: isWhich ? question.picked : { ...question.picked, [question.slot]: value } };
}

/** Reads a typed message: an answer to the pending question, or else a new sentence. */
export function understandText(agent: Agent, classifier: Classifier, text: string, pending: Question | undefined, ctx: SlotContext): Understanding {
  const answer = pending && answerQuestion(text, pending.choices);
  if (pending && answer) {
    if (answer.kind === 'picked') return resumeIntent(agent, pending, answer.value);
    if (answer.kind === 'unclear') return { kind: 'again', question: pending };
    if (answer.kind === 'dropped') return { kind: 'dropped' };
  }
  return understandSentence(agent, classifier, text, ctx);
}

/** Below this, an intent is not even asked about. */
const WORTH_ASKING = 0.5;

/** Reads a sentence on its own. */
function understandSentence(agent: Agent, classifier: Classifier, given: string, ctx: SlotContext): Understanding {
  const text = classifier.correct(given);
  const masked = classifier.mask(text, ctx);
  const { ranked, threshold } = classifier.classify(masked);
  const [best] = ranked;
  if (isSeveralOrders(agent, classifier, masked)) return { kind: 'compound' };
  const answers = agent.intents.find(({ name }) => name === best?.label)?.answers;
  const asked = best?.label === HELP || !objectTo(masked, { answers }) ? undefined : findAsked(agent, classifier, masked);
  if (asked) return { kind: 'about_doing', intent: asked };
  if (!best || best.label === STRANGER) return { kind: 'unknown' };
  const isConfident = best.probability >= threshold;
  if (best.label === HELP) return { kind: best.probability >= Math.min(threshold, WORTH_ASKING) ? 'help' : 'unknown' };
  const likely = ranked
    .filter(({ probability }) => isConfident || probability * 3 >= best.probability)
    .flatMap(({ label }) => agent.intents.find(({ name }) => name === label) ?? []);
  const sum = ranked.filter(({ label }) => likely.some(({ name }) => name === label)).reduce((total, { probability }) => total + probability, 0);
  const [intent] = likely;
  if (!intent || (!isConfident && sum < WORTH_ASKING)) return { kind: 'unknown' };
  const objection = objectTo(masked, { answers: intent.answers });
  if (objection === 'about_doing') return { kind: 'unknown' };
  if (objection) return { kind: objection };
  return isConfident ? { kind: 'intent', intent, text, picked: {} } : { kind: 'which', intents: likely, text };
}

/** Several orders, at least one of which we could have followed: that deserves another answer than "I cannot". */
function isSeveralOrders(agent: Agent, classifier: Classifier, masked: string): boolean {
  const orders = splitOrders(masked);
  if (orders.length < 2) return false;
  return orders.some((order) => {
    const { ranked, threshold } = classifier.classify(order);
    return agent.intents.some(({ name }) => name === ranked[0]?.label) && (ranked[0]?.probability ?? 0) >= threshold;
  });
}

/** The intent that a question is about: "are you able to create customers?" deserves a yes, though not an open form. */
function findAsked(agent: Agent, classifier: Classifier, masked: string): AnyIntent | undefined {
  const question = stripQuestion(masked);
  const best = question === undefined ? undefined : classifier.classify(question).ranked[0];
  return best && best.probability >= WORTH_ASKING ? agent.intents.find(({ name }) => name === best.label) : undefined;
}
