import { CountersignError } from '@countersign/core';

/** Deepest nesting of a body. Ours need three levels; the rest leaves room for hosts. */
const MAX_DEPTH = 16;

/**
 * Refuses values that Postgres could not store or that would exhaust the stack of whoever walks them later: the NUL
 * character and lone surrogates in any text (names of fields included), and nesting beyond 16 levels.
 *
 * @param place what is being checked, for the message: `body` or `query`
 * @throws {CountersignError} `invalid_request`
 */
export function checkText(root: unknown, place: string): void {
  // A list instead of recursion: a megabyte of brackets must not overflow the stack either.
  const open: { value: unknown; path: string[] }[] = [{ value: root, path: [] }];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, path } = entry;
    if (typeof value === 'string') checkString(value, place, path);
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= MAX_DEPTH) throw refuse(place, path, `nested deeper than ${MAX_DEPTH} levels`);
    for (const [name, child] of Object.entries(value)) {
      checkString(name, place, path);
      open.push({ value: child, path: [...path, name] });
    }
  }
}

function checkString(text: string, place: string, path: readonly string[]): void {
  if (text.includes('\u0000')) throw refuse(place, path, 'contains the character U+0000');
  if (!text.isWellFormed()) throw refuse(place, path, 'contains half of a surrogate pair');
}

function refuse(place: string, path: readonly string[], problem: string): CountersignError {
  const name = path.join('.').slice(0, 200);
  return new CountersignError('invalid_request', `The ${place} cannot be accepted: ${name || 'it'} ${problem}.`, {
    details: { issues: [{ in: place, path: name, message: problem }] },
  });
}
