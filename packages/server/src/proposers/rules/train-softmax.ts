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
  const model = { classes, weights: new Float64Array(columns * classes), biases: new Float64Array(classes) };
  const counts = new Float64Array(classes);
  for (const { label } of samples) counts[label] = (counts[label] ?? 0) + 1;
  const gradient = { weights: new Float64Array(model.weights.length), biases: new Float64Array(classes) };
  const stepWeights = createAdam(model.weights);
  const stepBiases = createAdam(model.biases);
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (let at = 0; at < gradient.weights.length; at += 1) gradient.weights[at] = DECAY * (model.weights[at] ?? 0);
    gradient.biases.fill(0);
    for (const sample of samples) addGradient(model, sample, 1 / ((counts[sample.label] ?? 1) * classes), gradient);
    stepWeights(gradient.weights, round);
    stepBiases(gradient.biases, round);
  }
  return model;
}

function addGradient(model: SoftmaxModel, { vector, label }: Sample, share: number, gradient: { weights: Float64Array; biases: Float64Array }): void {
  const { classes } = model;
  const { columns, values } = vector;
  const slopes = softmax(toLogits(model, vector), 1);
  for (let k = 0; k < classes; k += 1) {
    slopes[k] = share * ((slopes[k] ?? 0) - (k === label ? 1 : 0));
    gradient.biases[k] = (gradient.biases[k] ?? 0) + (slopes[k] ?? 0);
  }
  for (let i = 0; i < columns.length; i += 1) {
    const base = (columns[i] ?? 0) * classes;
    const value = values[i] ?? 0;
    for (let k = 0; k < classes; k += 1) gradient.weights[base + k] = (gradient.weights[base + k] ?? 0) + (slopes[k] ?? 0) * value;
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
  const probabilities = new Float64Array(logits.length);
  let top = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > top) top = logit;
  let sum = 0;
  for (let k = 0; k < logits.length; k += 1) {
    const share = Math.exp(((logits[k] ?? 0) - top) / temperature);
    probabilities[k] = share;
    sum += share;
  }
  for (let k = 0; k < logits.length; k += 1) probabilities[k] = (probabilities[k] ?? 0) / sum;
  return probabilities;
}
