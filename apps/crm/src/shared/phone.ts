import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';

/** The country whose numbers may be written without a prefix. Both demo shops and their clients are American. */
const COUNTRY = 'US';

/**
 * Reads a phone number as people write it. "Possible" is asked, not "valid": new area codes and the 555 numbers of
 * examples are refused by the stricter check, and a shop that cannot save a number it was given is worse off.
 *
 * @returns E.164, or undefined when it cannot be a phone number or carries an extension (E.164 has no place for one)
 * @example toE164('555-219-8841') // '+15552198841'
 */
export function toE164(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text, COUNTRY);
  return number?.isPossible() && !number.ext ? number.number : undefined;
}

/** A phone number as people write it; parsed to E.164. Parsing the parsed value again changes nothing. */
export const Phone = z
  .string()
  .trim()
  .max(40)
  .transform((text, ctx) => {
    const number = toE164(text);
    if (number) return number;
    ctx.addIssue({ code: 'custom', message: 'This is not a phone number. Write it like (555) 219-8841 or +44 20 7946 0958, without an extension.' });
    return z.NEVER;
  });

/** How people of the shop's country read a number. @example formatPhone('+15552198841') // '(555) 219-8841' */
export function formatPhone(e164: string): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.countryCallingCode === '1' ? number.formatNational() : number.formatInternational();
}
