import type { Json } from '@countersign/core';
import { type Clock, formatIso } from '../format-moment.ts';
import type { DockTexts } from '../texts.ts';
import { capitalize, toWords } from '../to-words.ts';

/** Values that are the text itself, shown as it will be read. */
const bodies: ReadonlySet<string> = new Set(['body', 'text']);
export const isBody = (name: string) => bodies.has(name);

interface LabelledValue {
  name: string;
  label: string;
  value: Json;
}

/** The values of a preview, each with its label; those that the host has words for first, in its order: JSON in a row keeps none. */
export function listValues(preview: Readonly<Record<string, Json>>, labels: Readonly<Record<string, string>>): LabelledValue[] {
  const order = Object.keys(labels);
  const toRank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(preview)
    .filter(([, value]) => value !== null)
    .toSorted(([one], [other]) => toRank(one) - toRank(other))
    .map(([name, value]) => ({ name, label: labels[name] ?? capitalize(toWords(name)), value }));
}

/** A value as people read it, as far as it says itself what it is. */
export function describeValue(value: Json, { texts, ...clock }: Clock & { texts: DockTexts }): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  return typeof value === 'string' ? formatIso(value, clock) : toText(value);
}

export const toText = (value: Json) => (typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value, null, 1));
