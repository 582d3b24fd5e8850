const units = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const values: ReadonlyMap<string, number> = new Map([
  ...units.map((word, index) => [word, index + 1] as const),
  ['fifteen', 15],
  ...tens.map((word, index) => [word, (index + 2) * 10] as const),
  ['hundred', 100],
  ['a hundred', 100],
  ['one hundred', 100],
  ['two hundred', 200],
]);

/** The numbers that people write as words, as alternatives of a pattern; the longer ones first. */
export const numberWords = [
  String.raw`(?:${tens.join('|')})[\s-](?:${units.slice(0, 9).join('|')})`,
  ...[...values.keys()].sort((a, b) => b.length - a.length).map((word) => word.replace(' ', String.raw`\s+`)),
].join('|');

/** @example toNumber('twenty-five') // 25 */
export function toNumber(words: string): number | undefined {
  const plain = words.toLowerCase().replaceAll(/[\s-]+/g, ' ');
  const whole = values.get(plain);
  if (whole !== undefined) return whole;
  const [ten = '', unit = ''] = plain.split(' ');
  const sum = (values.get(ten) ?? Number.NaN) + (values.get(unit) ?? Number.NaN);
  return Number.isNaN(sum) ? undefined : sum;
}
