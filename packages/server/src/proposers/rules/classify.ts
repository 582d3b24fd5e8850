import type { Agent, SlotContext } from '@countersign/core';
import { type Calibration, calibrate, type HeldOut } from './calibrate.ts';
import { correctOpening, listOpenings } from './correct-opening.ts';
import { createWordCorrector } from './correct-words.ts';
import { helpExamples } from './help-examples.ts';
import { listFeatures } from './list-features.ts';
import { listMaskedSlots, maskExample, maskSlots } from './mask-slots.ts';
import { strangers } from './strangers.ts';
import { type Sample, softmax, toLogits, trainSoftmax } from './train-softmax.ts';
import { trainVectorizer } from './vectorize.ts';

/** The class of every sentence that nobody here acts on. */
export const STRANGER = '$stranger';
/** The question what the agent can do, which every agent answers. */
export const HELP = '$help';

/** What a sentence seems to ask for, the likeliest first. Probabilities add up to one. */
export interface Ranking {
  readonly ranked: readonly { label: string; probability: number }[];
  /** Below this probability nothing counts as understood. */
  readonly threshold: number;
}

export interface Classifier extends Calibration {
  readonly labels: readonly string[];
  /** The sentence with a slip in its first word corrected. */
  correct(text: string): string;
  /** The sentence with masks where slots read values. */
  mask(text: string, ctx: SlotContext): string;
  /** Takes a masked sentence. */
  classify(masked: string): Ranking;
}

/** An example as the classifier learns it. */
export interface LabelledText {
  masked: string;
  features: readonly string[];
  label: number;
}

const FOLDS = 3;

/**
 * Trains a classifier on the examples of an agent's intents. Deterministic. Takes some tens of milliseconds for two
 * hundred examples, most of it for the cross-validation that calibrates it.
 *
 * @throws {TypeError} when an example names a slot its intent does not have
 */
export function trainClassifier(agent: Agent, country: string): Classifier {
  const ctx: SlotContext = { now: new Date(0), timeZone: 'UTC', country };
  const slots = listMaskedSlots(agent.intents);
  const openings = listOpenings(agent);
  const labels = [...agent.intents.map((intent) => intent.name), HELP, STRANGER];
  const texts = listTexts(agent, labels, (example, intent) => (intent ? maskExample(example, intent, slots, ctx) : maskSlots(example, slots, ctx)));
  const calibration = calibrate(holdOut(texts, labels.length), labels.indexOf(STRANGER));
  const score = fit(texts, labels.length);
  const correctWords = createWordCorrector(texts.map((text) => text.masked));
  return {
    ...calibration,
    labels,
    correct: (text) => correctOpening(text, openings),
    mask: (text, slotContext) => maskSlots(text, slots, slotContext),
    classify(masked) {
      const probabilities = softmax(score(listFeatures(correctWords(masked))), calibration.temperature);
      const ranked = labels.map((label, index) => ({ label, probability: probabilities[index] ?? 0 })).sort((a, b) => b.probability - a.probability);
      return { ranked, threshold: calibration.threshold };
    },
  };
}

function listTexts(agent: Agent, labels: readonly string[], mask: (example: string, intent?: Agent['intents'][number]) => string): LabelledText[] {
  const toText = (label: number, masked: string): LabelledText => ({ masked, features: listFeatures(masked), label });
  const help = labels.indexOf(HELP);
  const stranger = labels.indexOf(STRANGER);
  return [
    ...agent.intents.flatMap((intent, label) => [
      ...intent.examples.map((example) => toText(label, mask(example, intent))),
      ...(intent.counterExamples ?? []).map((example) => toText(stranger, mask(example, intent))),
    ]),
    ...helpExamples.map((example) => toText(help, mask(example))),
    ...strangers.map((example) => toText(stranger, mask(example))),
  ];
}

function fit(texts: readonly LabelledText[], classes: number): (features: readonly string[]) => Float64Array {
  const vectorizer = trainVectorizer(texts.map(({ features }) => features));
  const samples: Sample[] = texts.map(({ features, label }) => ({ vector: vectorizer.toVector(features), label }));
  const model = trainSoftmax(samples, classes, vectorizer.size);
  return (features) => toLogits(model, vectorizer.toVector(features));
}

/** Every example scored by a model that has not seen it. Examples that look the same masked are held out together. */
function holdOut(texts: readonly LabelledText[], classes: number): HeldOut[] {
  const foldOf = new Map<string, number>();
  for (const { masked } of texts) if (!foldOf.has(masked)) foldOf.set(masked, foldOf.size % FOLDS);
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const isHeldOut = ({ masked }: LabelledText) => foldOf.get(masked) === fold;
    const score = fit(
      texts.filter((text) => !isHeldOut(text)),
      classes,
    );
    return texts.filter(isHeldOut).map(({ features, label }) => ({ logits: score(features), label }));
  });
}
