import { softmax } from './train-softmax.ts';

/** A sentence that was held out: what the model made of it, and what it is. */
export interface HeldOut {
  logits: Float64Array;
  label: number;
}

export interface Calibration {
  /** What raw scores are divided by. */
  temperature: number;
  /** Below this probability nothing counts as understood. */
  threshold: number;
}

const MIN_THRESHOLD = 0.45;
const MAX_THRESHOLD = 0.85;
/** Taking a stranger for a request costs this many times what asking back about a real request costs. */
const COST_OF_WRONG = 1.5;

/**
 * Makes confidences mean what they say: the temperature under which the held-out sentences are likeliest (Guo et al. 2017),
 * and the threshold that costs least over them.
 */
export function calibrate(heldOut: readonly HeldOut[], strangerLabel: number): Calibration {
  const temperature = findTemperature(heldOut);
  return { temperature, threshold: findThreshold(heldOut, strangerLabel, temperature) };
}

/** Golden-section search on the logarithm; the loss has one minimum. */
function findTemperature(heldOut: readonly HeldOut[]): number {
  const loss = (logTemperature: number) =>
    heldOut.reduce((sum, { logits, label }) => sum - Math.log(Math.max(softmax(logits, Math.exp(logTemperature))[label] ?? 0, 1e-12)), 0);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.1);
  let high = Math.log(10);
  for (let round = 0; round < 16; round += 1) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

function findThreshold(heldOut: readonly HeldOut[], strangerLabel: number, temperature: number): number {
  const judged = heldOut.flatMap(({ logits, label }) => {
    const probabilities = softmax(logits, temperature);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return best === strangerLabel ? [] : [{ confidence: probabilities[best] ?? 0, isRight: best === label }];
  });
  const costAt = (threshold: number) =>
    judged.reduce((cost, { confidence, isRight }) => cost + (confidence >= threshold ? (isRight ? 0 : COST_OF_WRONG) : isRight ? 1 : 0), 0);
  const candidates = Array.from({ length: 41 }, (_, index) => MIN_THRESHOLD + ((MAX_THRESHOLD - MIN_THRESHOLD) * index) / 40);
  const lowest = Math.min(...candidates.map(costAt));
  const best = candidates.filter((candidate) => costAt(candidate) === lowest);
  return best[Math.floor(best.length / 2)] ?? MIN_THRESHOLD;
}
