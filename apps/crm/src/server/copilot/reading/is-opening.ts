/** Is a record to be opened, and not only shown? @example isOpening('Pull up the Tahoe') // true */
export function isOpening(text: string): boolean {
  return /\b(?:open(?:ing)?|pull(?:ing)? up|bring(?:ing)? up|go(?:ing)? to|take me to|jump to)\b/iu.test(text);
}
