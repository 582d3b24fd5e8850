import type { SlotContext, Span } from '@countersign/core';
import { findDates, findMoney, findPercents, isTypo } from '@countersign/server';
import { findRecordNumbers } from './record-number.ts';
import { findServiceWords } from './service-words.ts';
import { findVehicleWords } from './vehicle-words.ts';

/** Words of the trade that no client is called by. */
const TRADE =
  /(?<![\p{L}\p{N}])(?:jobs?|appointments?|appt|bookings?|invoices?|quotes?|estimates?|bills|payments?|balance|vehicles?|cars?|trucks?|suvs?|vans|(?<=\b(?:a|the|his|her|their|my)\s)van|done|finished|finish|complete|completed|overdue|unpaid|paid|owes?|owed|owing|due|services?|calendar|agenda|schedule|status|dollars|bucks|accounts?|reminders?|outstanding|discount|percent|off|morning|afternoon|evening|no-?show|in progress|started|cancell?ed|waiting|unanswered|deposit|sms|today['’]?s|tomorrow['’]?s|behind|average|again|answer(?:ed)?|inbox|messages|texts|unread|sedans?|coupes?|pick-?ups?|mini-?vans?|crossovers?|hatchbacks?|convertibles?|wagons?)(?![\p{L}\p{N}])/giu;
/** Of these some are names where they are written as such inside a sentence: "Bill Henderson", "Johnny Cash". */
const ALSO_NAMES =
  /(?<![\p{L}\p{N}])(?:mark|bill|cash|prices?|book|quote|set|move|close|flag|card|start|work|week|each|total|money|via|tip|check|square|best|next|costs?)(?![\p{L}\p{N}])/gu;
/** The order that a sentence begins with: "Mark Henderson's job done", "Bill Jordan". */
const ORDER =
  /^\W*(?:(?:please|pls|hey|hi|ok|okay|can|could|would|will|you|just|i|want|need|to|let['’]?s|we|go|ahead|and)\b\W+)*(?:mark|bill|book|quote|set|move|close|flag|price|schedule|put|finish|complete|start|refund|remind|reimburse|return|credit|nudge|chase|ping|record|log|enter|pencil|reserve|squeeze|slot|fit|issue|process|prepare|draft|estimate|deliver|resend|forward|plan|cancel|drop|new)\b/iu;

/** Longer ones of these, misspelled: "invocie", "calender". Written small, or they may be a name. */
const SPELLED = [
  'appointment',
  'booking',
  'invoice',
  'invoices',
  'estimate',
  'payment',
  'balance',
  'vehicle',
  'overdue',
  'calendar',
  'schedule',
  'account',
  'reminder',
  'message',
  'messages',
  'finished',
  'complete',
  'completed',
  'discount',
  'quotes',
];
const PLAIN = /(?<![\p{L}\p{N}'’])\p{Ll}{6,}(?![\p{L}\p{N}'’])/gu;

const cache = new WeakMap<Pick<SlotContext, 'now'>, Map<string, readonly Span[]>>();

/**
 * Everything of a sentence that is no part of a client's name: services, cars, days, amounts, numbers, words of the trade.
 * Reading names stops there. Asked by every slot that reads names, so the answer is kept as long as the turn is.
 */
export function listNonNames(text: string, ctx: SlotContext): readonly Span[] {
  const known = cache.get(ctx) ?? new Map<string, readonly Span[]>();
  const spans = known.get(text) ?? readNonNames(text, ctx);
  cache.set(ctx, known.set(text, spans));
  return spans;
}

function readNonNames(text: string, ctx: SlotContext): readonly Span[] {
  const order = ORDER.exec(text);
  const words = [...text.matchAll(TRADE), ...text.matchAll(ALSO_NAMES)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  for (const match of text.matchAll(PLAIN)) {
    if (SPELLED.some((word) => isTypo(match[0], word))) words.push({ start: match.index, end: match.index + match[0].length });
  }
  const found = [findServiceWords(text), findVehicleWords(text), findMoney(text), findPercents(text), findRecordNumbers(text)].flat();
  return [...found, ...findDates(text, ctx), ...words, ...(order ? [{ start: 0, end: order[0].length }] : [])].map(({ start, end }) => ({ start, end }));
}
