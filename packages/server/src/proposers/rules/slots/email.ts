import { LinkifyIt } from 'linkify-it';
import { createSlot, type Found } from './create-slot.ts';

const linkify = new LinkifyIt({ fuzzyEmail: true, fuzzyLink: false });

/**
 * Every email address of a text, in lower case.
 *
 * @example findEmails('write to <J.Miles@Example.com>.') // [{ value: 'j.miles@example.com', start: 10, end: 29 }]
 */
export function findEmails(text: string): Found<string>[] {
  if (!text.includes('@')) return [];
  // "email:j@x.com" and "email=j@x.com" would read as part of the address, or as a scheme.
  const separated = text.replaceAll(/[:=]/g, ' ');
  return (linkify.match(separated) ?? [])
    .filter((match) => match.schema === 'mailto:')
    .map((match) => ({ value: match.text.toLowerCase(), start: match.index, end: match.lastIndex }));
}

/** An email address, in lower case. */
export const email = createSlot('email', findEmails);
