import { createHash } from 'node:crypto';

/** The parts a prompt is made of, in the order they are stored and hashed. */
export const sectionNames = ['role', 'policy', 'tools', 'examples', 'memory', 'panels', 'record', 'user', 'clock', 'request'] as const;
export type SectionName = (typeof sectionNames)[number];

/** A section as it is stored: its text, and the SHA-256 of the text's UTF-8 bytes in hexadecimal. */
export interface Section {
  readonly name: SectionName;
  readonly hash: string;
  readonly body: string;
}

/** Names a text by its hash. */
export function toSection(name: SectionName, body: string): Section {
  return { name, hash: hashText(body), body };
}

export function hashText(text: string): string {
  return createHash('sha256').update(text.toWellFormed()).digest('hex');
}
