import { isDeepStrictEqual } from 'node:util';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/**
 * Names what of a record has changed, in the order of the labels. Two fields may share one label.
 *
 * @returns undefined when nothing of what has a label changed
 * @example nameChanges(before, after, { phone: 'phone number', email: 'email' }) // 'phone number and email'
 */
export function nameChanges<T extends object>(before: T, after: T, labels: Readonly<Partial<Record<keyof T, string>>>): string | undefined {
  const changed = (Object.entries(labels) as [keyof T, string][]).filter(([key]) => !isDeepStrictEqual(before[key], after[key]));
  if (changed.length === 0) return undefined;
  // "a, b and c": without the comma before "and" that the list format of American English has.
  return list.format([...new Set(changed.map(([, label]) => label))]).replace(/, and /, ' and ');
}
