import type { SlotContext } from '@countersign/core';
import { type CountryCode, findPhoneNumbersInText } from 'libphonenumber-js';
import { createSlot, type Found } from './create-slot.ts';

/**
 * Every phone number of a text, as E.164. Leniency `POSSIBLE`, because the default drops numbers that are not handed out,
 * such as 555-219-8841. A number with an extension is left out: E.164 has no place for it, and half a number is a wrong one.
 *
 * @example findPhones('call (555) 219 8841', ctx) // [{ value: '+15552198841', start: 5, end: 19 }]
 */
export function findPhones(text: string, { country }: Pick<SlotContext, 'country'>): readonly Found<string>[] {
  // Looking for numbers is the slowest thing done to a sentence; most have none, and many slots ask about the same one.
  if (!/\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d/.test(text)) return [];
  if (latest.text !== text || latest.country !== country) latest = { text, country, found: readPhones(text, country) };
  return latest.found;
}

let latest: { text: string; country: string; found: readonly Found<string>[] } = { text: '', country: '', found: [] };

function readPhones(text: string, country: string): Found<string>[] {
  const options = { defaultCountry: country as CountryCode, leniency: 'POSSIBLE', extended: false };
  return findPhoneNumbersInText(text, options)
    .filter(({ number, startsAt }) => !number.ext && !isInsideAddress(text, startsAt))
    .map(({ number, startsAt, endsAt }) => ({ value: number.number, start: startsAt, end: endsAt }));
}

/** "j5552198841@x.com" is an email address, not a phone number. */
function isInsideAddress(text: string, index: number): boolean {
  const word = text.slice(index).split(/[\s,;]/, 1)[0] ?? '';
  return word.includes('@') || /[\p{L}_]$/u.test(text.slice(0, index));
}

/** A phone number, as E.164. */
export const phone = createSlot('phone', findPhones);
