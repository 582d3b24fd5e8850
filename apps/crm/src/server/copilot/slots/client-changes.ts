import type { Slot } from '@countersign/core';
import { blankSpans, type Found, findEmails, findPhones, readName, splitName, splitNameWords } from '@countersign/server';

/** The fields of a client that a sentence may change. */
export type ClientField = 'firstName' | 'lastName' | 'phone' | 'email';

export interface ClientChanges {
  values: Partial<Record<ClientField, string>>;
  /** Fields the sentence names without a value we can read: "change Jordan's email". */
  unread: readonly ClientField[];
  /** A phone number or address that says whose record it is, where no name does: "set the email of 555-219-8841 to …". */
  owner?: string;
}

const NEW_VALUE = /(?:\bto|\bis|\bare|\bbe|\bnow|\bas|\bwith|\binto|\bnew (?:phone|email|number|cell|mobile)(?: number| address)?|[:=→>])[\s"“'<(]*$/i;

/** What a sentence wants changed. */
export const clientChanges: Slot<ClientChanges> = {
  extract: (text, ctx) => {
    const emails = findEmails(text);
    const phones = findPhones(text, ctx);
    const hasName = /['’]s\b|s['’]\s/i.test(text) || splitNameWords(blankSpans(text, [...emails, ...phones])).some((word) => word.isCapital && word.start > 0);
    const values = {
      ...readNames(blankSpans(text, [...emails, ...phones])),
      ...toValue('email', pickNew(text, emails)),
      ...toValue('phone', pickNew(text, phones)),
    };
    const owner = hasName ? undefined : takeOwner(text, values, emails, phones);
    const unread = named(text).filter((field) => values[field] === undefined);
    if (Object.keys(values).length === 0 && unread.length === 0 && owner === undefined) return undefined;
    return owner === undefined
      ? { values, unread }
      : { values, unread: unread.filter((field) => values[field] === undefined && !owner.includes(field === 'email' ? '@' : '+')), owner };
  },
};

const toValue = (field: ClientField, value: string | undefined) => (value === undefined ? {} : { [field]: value });

/** The new one of several: what follows "to", or else the last that is said. */
function pickNew(text: string, found: readonly Found<string>[]): string | undefined {
  return (found.findLast(({ start }) => NEW_VALUE.test(text.slice(0, start))) ?? found.at(-1))?.value;
}

/** Of a number and an address, the one that is not introduced as a new value says whose record it is. Removes it from the values. */
function takeOwner(text: string, values: ClientChanges['values'], emails: readonly Found<string>[], phones: readonly Found<string>[]): string | undefined {
  const all = [...emails, ...phones];
  if (all.length < 2) return undefined;
  const owner = all.find(({ start }) => !NEW_VALUE.test(text.slice(0, start)));
  if (!owner) return undefined;
  if (values.email === owner.value) delete values.email;
  if (values.phone === owner.value) delete values.phone;
  return owner.value;
}

/** "last name to Miller", "rename Jordan Miles to Jordan Miller". */
function readNames(text: string): ClientChanges['values'] {
  const match =
    /\b(?:(first|given|last|family|sur)[\s-]?)?name\b[^.;!?]*?(?:\bto\b|\bis\b|\bas\b|\bbe\b|[:=])\s*(?:now\s+)?["“']?/iu.exec(text) ??
    /\b(rename)\b.*?\bto\s+["“']?/iu.exec(text);
  if (!match) return {};
  const from = match.index + match[0].length;
  const words = splitNameWords(text);
  const at = words.findIndex((word) => word.start >= from);
  const run = text.slice(from, words[at]?.start).trim() === '' ? readName(words, at) : undefined;
  if (!run) return {};
  // "de la Cruz" begins small where it is a last name.
  const written = text.slice(run.start, run.end);
  const name = /\p{Lu}/u.test(written) ? written : run.name;
  const kind = match[1]?.toLowerCase();
  if (kind === 'first' || kind === 'given') return { firstName: name };
  if (kind === 'last' || kind === 'family' || kind === 'sur') return { lastName: name };
  const { firstName, lastName } = splitName(name);
  return lastName ? { firstName, lastName } : { firstName };
}

function named(text: string): ClientField[] {
  const fields: [ClientField, RegExp][] = [
    ['email', /\b(e-?mails?|mail address)\b/i],
    ['phone', /\b(phone|telephone|cell|cellphone|mobile|number|digits)\b/i],
    ['lastName', /\b(last|family|sur)[\s-]?name\b/i],
    ['firstName', /\b(first|given)[\s-]?name\b/i],
  ];
  return fields.flatMap(([field, pattern]) => (pattern.test(text) ? [field] : []));
}
