import { describe, expect, it } from 'vitest';
import { calibrate, type HeldOut } from './calibrate.ts';
import { softmax } from './train-softmax.ts';

/** A hundred sentences of class 0 or 1, of which `right` are what the model says with a margin of `margin`. */
function heldOut(right: number, margin: number): HeldOut[] {
  return Array.from({ length: 100 }, (_, index) => ({ logits: Float64Array.from([margin, 0, -20]), label: index < right ? 0 : 1 }));
}

describe('calibration', () => {
  it('makes a model that is right nine times of ten say so, however sure it was', () => {
    for (const margin of [1, 4, 8]) {
      const sample = heldOut(90, margin);
      const { temperature } = calibrate(sample, 2);
      expect(softmax(sample[0]?.logits ?? new Float64Array(3), temperature)[0]).toBeCloseTo(0.9, 1);
    }
  });

  it('asks for more confidence where confidence was wrong', () => {
    const unsure: HeldOut[] = Array.from({ length: 60 }, () => ({ logits: Float64Array.from([1.2, 0, 0]), label: 2 }));
    const sure: HeldOut[] = Array.from({ length: 60 }, () => ({ logits: Float64Array.from([6, 0, 0]), label: 0 }));
    const strict = calibrate([...unsure, ...sure], 2);
    const lenient = calibrate(sure, 2);
    const wrong = softmax(Float64Array.from([1.2, 0, 0]), strict.temperature)[0] ?? 1;
    expect(strict.threshold).toBeGreaterThan(wrong);
    expect(lenient.threshold).toBeGreaterThanOrEqual(0.45);
  });
});
