import type { AnyIntent, Slot, SlotContext, Span } from '@countersign/core';
import { toMask } from './tokenize.ts';

/** A stretch of a text and the mask that stands there. */
interface Masked extends Span {
  mask: string;
}

/** Every slot of an agent's intents that has a mask, each once. */
export function listMaskedSlots(intents: readonly AnyIntent[]): Slot<unknown>[] {
  const slots = intents.flatMap((intent) => Object.values(intent.slots) as Slot<unknown>[]);
  return [...new Set(slots)].filter((slot) => slot.mask !== undefined && slot.spans !== undefined);
}

/**
 * Puts masks where slots read values, so that sentences differ only in what is asked: "text NAME TEXT". Every slot of
 * every intent is tried, since what is asked is not known yet; where two overlap the longer one wins.
 */
export function maskSlots(text: string, slots: readonly Slot<unknown>[], ctx: SlotContext): string {
  const found: Masked[] = slots.flatMap((slot) => (slot.spans?.(text, ctx) ?? []).map(({ start, end }) => ({ start, end, mask: toMask(slot.mask ?? '') })));
  const chosen: Masked[] = [];
  for (const span of found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)) {
    if (chosen.every((other) => span.end <= other.start || span.start >= other.end)) chosen.push(span);
  }
  return chosen.sort((a, b) => b.start - a.start).reduce((masked, { start, end, mask }) => `${masked.slice(0, start)} ${mask} ${masked.slice(end)}`, text);
}

/** An example of an intent as the classifier sees it: `{slot}` is the mask of that slot. */
export function maskExample(example: string, intent: AnyIntent, slots: readonly Slot<unknown>[], ctx: SlotContext): string {
  const filled = example.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const slot = (intent.slots as Record<string, Slot<unknown>>)[name];
    if (!slot) throw new TypeError(`Intent "${intent.name}" has the example "${example}", and no slot "${name}".`);
    return toMask(slot.mask ?? name);
  });
  return maskSlots(filled, slots, ctx);
}
