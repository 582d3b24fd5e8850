import type { SparseVector } from './vectorize.ts';

/** A linear model: one row of weights a column, one weight a class. */
export interface SoftmaxModel {
  readonly classes: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

export interface Sample {
  vector: SparseVector;
  label: number;
}

const ROUNDS = 60;
const RATE = 0.35;
const DECAY = 2e-4;

/**
 * Fits a multinomial logistic regression by full-batch descent with per-weight steps (Adam). No randomness: the same
 * examples give the same model on every machine. Classes weigh the same, however many examples each has.
 */
export function trainSoftmax(samples: readonly Sample[], classes: number, columns: number): SoftmaxModel {
  const weights = new Float64Array(columns * classes);
  const biases = new Float64Array(classes);
  const model = { classes, weights, biases };
  const counts = countLabels(samples, classes);
  const shares = samples.map(({ label }) => 1 / ((counts[label] ?? 1) * classes));
  const step = createAdam(weights);
  const stepBiases = createAdam(biases);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const gradient = new Float64Array(weights.length);
    const biasGradient = new Float64Array(classes);
    for (const [index, sample] of samples.entries()) addGradient(model, sample, shares[index] ?? 0, gradient, biasGradient);
    for (let at = 0; at < weights.length; at += 1) gradient[at] = (gradient[at] ?? 0) + DECAY * (weights[at] ?? 0);
    step(gradient, round);
    stepBiases(biasGradient, round);
  }
  return model;
}

function countLabels(samples: readonly Sample[], classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const { label } of samples) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

function addGradient(model: SoftmaxModel, { vector, label }: Sample, share: number, gradient: Float64Array, biasGradient: Float64Array): void {
  const probabilities = softmax(toLogits(model, vector), 1);
  for (let k = 0; k < model.classes; k += 1) {
    const slope = share * ((probabilities[k] ?? 0) - (k === label ? 1 : 0));
    biasGradient[k] = (biasGradient[k] ?? 0) + slope;
    for (let i = 0; i < vector.columns.length; i += 1) {
      const at = (vector.columns[i] ?? 0) * model.classes + k;
      gradient[at] = (gradient[at] ?? 0) + slope * (vector.values[i] ?? 0);
    }
  }
}

/** Adam (Kingma and Ba 2015) over one array. */
function createAdam(target: Float64Array): (gradient: Float64Array, round: number) => void {
  const mean = new Float64Array(target.length);
  const spread = new Float64Array(target.length);
  return (gradient, round) => {
    const rate = (RATE * Math.sqrt(1 - 0.999 ** round)) / (1 - 0.9 ** round);
    for (let at = 0; at < target.length; at += 1) {
      const slope = gradient[at] ?? 0;
      const m = 0.9 * (mean[at] ?? 0) + 0.1 * slope;
      const v = 0.999 * (spread[at] ?? 0) + 0.001 * slope * slope;
      mean[at] = m;
      spread[at] = v;
      target[at] = (target[at] ?? 0) - (rate * m) / (Math.sqrt(v) + 1e-8);
    }
  };
}

/** The raw score of every class. */
export function toLogits({ classes, weights, biases }: SoftmaxModel, { columns, values }: SparseVector): Float64Array {
  const logits = Float64Array.from(biases);
  for (let i = 0; i < columns.length; i += 1) {
    const base = (columns[i] ?? 0) * classes;
    const value = values[i] ?? 0;
    for (let k = 0; k < classes; k += 1) logits[k] = (logits[k] ?? 0) + value * (weights[base + k] ?? 0);
  }
  return logits;
}

/** Scores as probabilities; a temperature above one makes them less sure of themselves. */
export function softmax(logits: Float64Array, temperature: number): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > top) top = logit;
  const exps = logits.map((logit) => Math.exp((logit - top) / temperature));
  let sum = 0;
  for (const value of exps) sum += value;
  return exps.map((value) => value / sum);
}
