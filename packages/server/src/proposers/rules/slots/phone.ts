import type { SlotContext } from '@countersign/core';
import { type CountryCode, findPhoneNumbersInText } from 'libphonenumber-js';
import { createSlot, type Found } from './create-slot.ts';

/**
 * Every phone number of a text, as E.164. Leniency `POSSIBLE`, because the default drops numbers that are not handed out,
 * such as 555-219-8841. A number with an extension is left out: E.164 has no place for it, and half a number is a wrong one.
 *
 * @example findPhones('call (555) 219 8841', ctx) // [{ value: '+15552198841', start: 5, end: 19 }]
 */
export function findPhones(text: string, ctx: Pick<SlotContext, 'country'>): Found<string>[] {
  // Looking for numbers is the slowest thing done to a sentence, and most sentences have none.
  if (!/\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d/.test(text)) return [];
  const options = { defaultCountry: ctx.country as CountryCode, leniency: 'POSSIBLE', extended: false };
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
