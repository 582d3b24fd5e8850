import type { Slot } from '@countersign/core';
import { readName, splitNameWords } from '@countersign/server';

/** The last name where it is said apart: "first name Jordan, last name Miles". */
export const familyName: Slot<string> = {
  extract: (text) => {
    const match = /\b(?:last|family|sur)[\s-]?name\s*(?:is\b|:|=|-)?\s*/iu.exec(text);
    if (!match) return undefined;
    const from = match.index + match[0].length;
    const words = splitNameWords(text);
    const at = words.findIndex((word) => word.start === from);
    return at === -1 ? undefined : readName(words, at)?.name;
  },
};
