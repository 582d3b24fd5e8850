/**
 * Is one word another one misspelled? One slip: two letters swapped, one left out, or one too many; in words of eight
 * letters and more also two slips, or another letter. Other letters in short words make other words: "Finn", "find".
 *
 * @example isTypo('serach', 'search') // true
 */
export function isTypo(word: string, meant: string): boolean {
  if (word === meant || word[0] !== meant[0] || Math.abs(word.length - meant.length) > 1) return false;
  const isLong = meant.length >= 8;
  if (!isLong && word.length === meant.length) return isSwap(word, meant);
  return distance(word, meant) <= (isLong ? 2 : 1);
}

function isSwap(word: string, meant: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== meant[index]);
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2) === meant;
}

/** Edits between two words, a swap of neighbours counted as one (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost, swap));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
