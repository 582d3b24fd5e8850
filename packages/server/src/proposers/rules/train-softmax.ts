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

const EPOCHS = 12;
const RATE = 0.9;
/** Keeps a column's first steps from being all of them. */
const CALM = 1e-2;

/**
 * Fits a multinomial logistic regression by going over the samples one by one, each column with a step of its own that shrinks
 * with what it has moved already (AdaGrad, Duchi et al. 2011). Only what a sample has is touched, so a fit costs what its
 * samples hold, however many columns there are. No randomness: the same examples give the same model on every machine.
 * Classes weigh the same, however many examples each has.
 */
export function trainSoftmax(samples: readonly Sample[], classes: number, columns: number): SoftmaxModel {
  const model = { classes, weights: new Float64Array(columns * classes), biases: new Float64Array(classes) };
  const counts = new Float64Array(classes);
  for (const { label } of samples) counts[label] = (counts[label] ?? 0) + 1;
  const moved = { columns: new Float64Array(columns), bias: 0 };
  const order = shuffle(samples.length);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const index of order) {
      const sample = samples[index];
      if (sample) learn(model, sample, Math.sqrt(samples.length / ((counts[sample.label] ?? 1) * classes)), moved);
    }
  }
  return model;
}

/** Every index once, neighbours far apart: samples of one class come one after the other, and would pull the weights to and fro. */
function shuffle(count: number): number[] {
  const isCoprime = (a: number, b: number): boolean => (b === 0 ? a === 1 : isCoprime(b, a % b));
  let stride = Math.max(1, Math.round(count * 0.618));
  while (stride > 1 && !isCoprime(stride, count)) stride -= 1;
  return Array.from({ length: count }, (_, index) => (index * stride) % count);
}

function learn(model: SoftmaxModel, { vector, label }: Sample, weight: number, moved: { columns: Float64Array; bias: number }): void {
  const { classes, weights, biases } = model;
  const { columns, values } = vector;
  const slopes = softmax(toLogits(model, vector), 1);
  let size = 0;
  for (let k = 0; k < classes; k += 1) {
    const slope = weight * ((slopes[k] ?? 0) - (k === label ? 1 : 0));
    slopes[k] = slope;
    size += slope * slope;
  }
  moved.bias += size;
  const biasRate = (RATE * 0.2) / Math.sqrt(moved.bias + CALM);
  for (let k = 0; k < classes; k += 1) biases[k] = (biases[k] ?? 0) - biasRate * (slopes[k] ?? 0);
  // What is learned already moves nothing any more.
  if (size < 1e-6) return;
  for (let i = 0; i < columns.length; i += 1) {
    const column = columns[i] ?? 0;
    const value = values[i] ?? 0;
    const sum = (moved.columns[column] ?? 0) + size * value * value;
    moved.columns[column] = sum;
    const rate = (RATE * value) / Math.sqrt(sum + CALM);
    const base = column * classes;
    for (let k = 0; k < classes; k += 1) weights[base + k] = (weights[base + k] ?? 0) - rate * (slopes[k] ?? 0);
  }
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
