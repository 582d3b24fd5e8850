import { createSlot, type Found } from '@countersign/server';

/** The kinds of record that people name by a number. */
export type NumberedKind = 'invoice' | 'quote' | 'job';

export interface RecordNumber {
  number: number;
  /** Undefined: "#1042" may be any of them. */
  kind: NumberedKind | undefined;
}

const NOUN = 'invoices?|invocies?|invioces?|invoces?|inovices?|inv|bills?|quotes?|qoutes?|estimates?|jobs?|appointments?|bookings?|work orders?';
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:(${NOUN})\s*(?:number|num|no\.?|nr\.?|#)?\s*[:#]?\s*#?|(?:number|no\.|nr\.?)\s*#?|#\s?)(\d{1,9})(?![\p{L}\p{N}%]|[.,]\d|\s?(?:dollars?|bucks?|usd|%|percent))`,
  'giu',
);

/** Numbers of invoices, quotes and jobs: "invoice 1042", "#1042", "quote no. 17". The span is the number's alone. */
export function findRecordNumbers(text: string): Found<RecordNumber>[] {
  return [...text.matchAll(NUMBER)].map((match) => {
    const [written, noun, digits = ''] = match;
    const end = match.index + written.length;
    return { value: { number: Number(digits), kind: noun === undefined ? toKindAfter(text.slice(end)) : toKind(noun) }, start: end - digits.length, end };
  });
}

function toKind(noun: string): NumberedKind {
  if (/^(?:in|bill)/iu.test(noun)) return 'invoice';
  return /^(?:quote|qoute|estimate)/iu.test(noun) ? 'quote' : 'job';
}

/** "#1042 invoice". */
function toKindAfter(rest: string): NumberedKind | undefined {
  const noun = new RegExp(String.raw`^\s+(${NOUN})\b`, 'iu').exec(rest)?.[1];
  return noun === undefined ? undefined : toKind(noun);
}

/** The number of a record. */
export const recordNumber = createSlot('number', findRecordNumbers);
