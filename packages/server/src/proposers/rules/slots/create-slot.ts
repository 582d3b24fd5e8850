import type { Slot, SlotContext, Span } from '@countersign/core';

/** A value and the place of the text it was read from. */
export interface Found<T> extends Span {
  value: T;
}

/** Reads every value of a kind out of a text, in order. */
export type Finder<T> = (text: string, ctx: SlotContext) => readonly Found<T>[];

/** Stands for what another slot has read already: no letter, no space, no digit, so nothing reads across it. */
const BLANK = '\uFFFC';

/**
 * Makes a slot of a finder: its value is the first one found, and all of them are masked.
 *
 * @example createSlot('invoice', (text) => findInvoiceNumbers(text))
 */
export function createSlot<T>(mask: string, find: Finder<T>): Slot<T> {
  return { mask, extract: (text, ctx) => find(text, ctx)[0]?.value, spans: (text, ctx) => find(text, ctx).map(({ start, end }) => ({ start, end })) };
}

/** The same for sentences that may name several: its value is all that were found, in order. */
export function createListSlot<T>(mask: string, find: Finder<T>): Slot<readonly T[]> {
  const slot = createSlot(mask, find);
  return {
    ...slot,
    extract: (text, ctx) => {
      const found = find(text, ctx);
      return found.length > 0 ? found.map(({ value }) => value) : undefined;
    },
  };
}

/** The text with the spans made unreadable, every character in its old place. */
export function blankSpans(text: string, spans: readonly Span[]): string {
  return spans.reduce((blanked, { start, end }) => blanked.slice(0, start) + BLANK.repeat(end - start) + blanked.slice(end), text);
}
