/** Keeps calls away from a model that keeps failing, and lets a single one through from time to time to see whether it is back. */
export interface Breaker {
  /** May a call be made now? A yes must be followed by exactly one of the three below. */
  admit(): boolean;
  succeed(): void;
  fail(): void;
  /** The call was not made after all, or says nothing about the model. */
  abandon(): void;
}

export interface BreakerOptions {
  /** Failures in a row that open it. @default 5 */
  failures: number;
  /** How long it stays open before a probe, in milliseconds. @default 30000 */
  openMs: number;
}

/** Creates the breaker of one model. `now` is a clock in milliseconds. */
export function createBreaker({ failures, openMs }: BreakerOptions, now: () => number): Breaker {
  let inRow = 0;
  let openedAtMs: number | undefined;
  let isProbing = false;
  return {
    admit() {
      if (openedAtMs === undefined) return true;
      if (isProbing || now() - openedAtMs < openMs) return false;
      isProbing = true;
      return true;
    },
    succeed() {
      inRow = 0;
      openedAtMs = undefined;
      isProbing = false;
    },
    fail() {
      inRow += 1;
      if (isProbing || inRow >= failures) openedAtMs = now();
      isProbing = false;
    },
    abandon() {
      isProbing = false;
    },
  };
}
