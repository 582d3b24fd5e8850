import { formatMoney } from '../../../shared/money.ts';

/** An amount as it is said. Lists say in which currency; where a source does not, it is the dollar, as everywhere in the product's texts. */
export const toMoney = (cents: number, currency = 'USD') => formatMoney(cents, currency);

/** "one", "two and three", "one, two and three". */
export function toEnumeration(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
