import { blankSpans, createSlot, findDates, findEmails, findMoney, findPhones } from '@countersign/server';
import { findRecordNumbers } from './record-number.ts';
import { findVehicleWords } from './vehicle-words.ts';

/** A stretch of digits that is no whole phone number: "the one ending in 8841", "219-8841". */
export const partOfNumber = createSlot('phone', (text, ctx) => {
  if (findPhones(text, ctx).length > 0 || findEmails(text).length > 0) return [];
  const rest = blankSpans(text, [...findRecordNumbers(text), ...findMoney(text), ...findDates(text, ctx), ...findVehicleWords(text)]);
  const match = /(?<![\p{L}\d$€£.,])\d[\d\s().-]{1,14}\d(?![\p{L}\d])/u.exec(rest);
  const value = match?.[0].replaceAll(/\D/g, '') ?? '';
  return match && value.length >= 3 ? [{ value, start: match.index, end: match.index + match[0].length }] : [];
});
