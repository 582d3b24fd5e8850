import type { Slot, SlotContext } from '@countersign/core';
import { type Found, findEmails, findPhones, findQuoted, type NameWord, readName, splitNameWords } from '@countersign/server';

/** Whom a text is for and what it says, in every way the sentence may be cut. */
export interface TextRequest {
  /** The longest name first; each with the words that are then left for the message. */
  readings: readonly { query: string; body: TextBody | undefined }[];
  /** Everybody else it is for. More than one client is more than we text at once. */
  others: readonly string[];
  isGroup: boolean;
  /** Something is to happen first: "text Jordan tomorrow that …". */
  isDeferred: boolean;
}

export interface TextBody {
  words: string;
  /** Quoted or dictated after a colon: to be sent exactly so. */
  isExact: boolean;
  /** "to call us": a request, not a statement. */
  isRequest: boolean;
}

interface Parsed extends TextRequest {
  recipients: readonly Found<string>[];
  message: Found<string> | undefined;
}

const OPENING =
  /^\W*(?:(?:hey|hi|hello|ok|okay|so|now|and|well|copilot|please|pls|plz|kindly|just|quickly|go ahead and|i['’]d like|i['’]d|can|could|would|will|you|we|i|want|need|like|to|let['’]s|help me|mind|have|got|gotta|for me|then|next)\b\W*)*/iu;
const NOUN = '(?:text message|text|txt|message|msg|sms|note|line|reminder)';
const ARTICLE = '(?:a|an|the|this|another|one)\\s+(?:quick\\s+|short\\s+|little\\s+|brief\\s+|friendly\\s+)?';
const VERB = new RegExp(
  `(?:(?:send|shoot|drop|write|fire off|fire|give|compose|make|do)\\s+(?:off\\s+|out\\s+)?(?:${ARTICLE})?${NOUN}\\s+(?:over\\s+|out\\s+)?(?:to|for)|(?:${ARTICLE})?${NOUN}\\s+(?:to|for)|text|txt|message|msg|sms|tell|notify|inform|ping|remind|ask|let|update|send|shoot|drop|write|give)(?=[\\s:,])`,
  'iuy',
);
const GROUP =
  /^\W*(?:(?:to|for|the|my|our|these|those)\s+)*(?:everyone|everybody|all|each|every|both|anyone|anybody|clients|customers|contacts|people)\b(?:\s+(?:of|the|my|our|us|clients|customers|contacts|people|one)\b)*/iu;
const AND_MORE =
  /^[\s,]*(?:and|&|or|plus)\s+(?:(?:the|all|all the)\s+)?(?:everyone|everybody|all|others?|rest|each|every|both|(?:his|her|their|my)\s+\p{L}+)\b/iu;
const FILLERS: ReadonlySet<string> = new Set(['the', 'our', 'my', 'client', 'customer', 'contact', 'to', 'for', 'named', 'called', 'guest', 'a', 'person']);
const DEFERRED =
  /^[\s,]*(?:when(?:ever)?|once|as soon as|after|if|unless|every)\b|^[\s,]*(?:tomorrow|tonight|later|next\s+\w+|on\s+\w+day|at\s+\d[\d:]*\s*(?:am|pm|o'clock)?|in\s+(?:an?|\d+|two|three|five|ten)\s+\w+)\b[^:]{0,30}?(?:\bthat\b|\bsaying\b|:)/iu;
const SOON =
  /\b(?:tomorrow|tonight|later|next\s+\w+|on\s+\w+day|at\s+\d[\d:]*\s*(?:am|pm)?|in\s+(?:an?|\d+|two|five|ten)\s+(?:minutes?|hours?|days?|weeks?)|when|once|if|after)\b/iu;
/** What is a document of ours and not the words of a text: "text Jordan the quote", "text her a payment reminder". */
const DOCUMENT =
  /^[\s,]*(?:an?|the|his|her|their|our|this|that|my)?\s*(?:copy of (?:the|his|her|their)\s+)?(?:quote|estimate|invoice|bill|(?:payment|invoice)\s+reminder|reminder)\b(?:\s*#?\d+)?(?:\s+(?:for|about|on|of|by|via|over|again|please|now|from)\b.*)?[\s.!?]*$/iu;
/** A reminder of what is owed has a tool of its own. */
const REMINDER_OF_DEBT = /^(?:remind|ping|ask)$/iu;
const DEBT = /\b(?:invoices?|bills?|pay|payments?|balance|owes?|owed|overdue|late on)\b/iu;
const CONNECTOR =
  /^[\s,;–—-]*(?:know|(?:a|an|another)\s+(?:quick\s+|short\s+|little\s+|brief\s+|friendly\s+)?(?:text message|text|txt|message|msg|sms|note|line|reminder|heads[ -]?up|update)|that|saying|to say|say|says|stating|which says|which reads|with (?:the|this) (?:message|text|words)|(?:via|by|through|over) (?:text|sms)|(?:and|to) (?:say|tell (?:him|her|them)|let (?:him|her|them) know|inform (?:him|her|them)|notify (?:him|her|them))|(?:telling|letting|informing) (?:him|her|them)(?: know)?|the following(?: text| message| words)?|this message|this(?=\s*:))(?![\p{L}'’])/iu;

/** Takes a sentence that asks for a text apart. Undefined when it asks for none. */
function parseTextRequest(text: string, ctx: Pick<SlotContext, 'country'>): Parsed | undefined {
  const opening = OPENING.exec(text)?.[0] ?? '';
  VERB.lastIndex = opening.length;
  let verb = VERB.exec(text);
  let isDeferred = false;
  if (!verb) {
    // "Tomorrow at nine, text Jordan …"
    const late = /^(.{1,60}?[\s,])(?=(?:text|txt|message|msg|sms|tell|notify|remind|send)\s)/iu.exec(text);
    if (!late?.[1] || !SOON.test(late[1])) return undefined;
    isDeferred = true;
    VERB.lastIndex = late[1].length;
    verb = VERB.exec(text);
  }
  if (!verb) return undefined;
  const from = verb.index + verb[0].length;
  if (REMINDER_OF_DEBT.test(verb[0]) && DEBT.test(text.slice(from))) return undefined;
  const isQuestion = /\b(?:can|could|would|will)\s+(?:you|we)\b/i.test(opening);
  const quotedFirst = readQuotedFirst(text, from, ctx);
  const parsed = quotedFirst ?? readRecipientFirst(text, from, { ctx, isQuestion, needsNoun: /^(?:let|send|shoot|drop|write|give|update)$/iu.test(verb[0]) });
  return parsed && { ...parsed, isDeferred: parsed.isDeferred || isDeferred };
}

/** "Text "the car is ready" to Jordan". */
function readQuotedFirst(text: string, from: number, ctx: Pick<SlotContext, 'country'>): Parsed | undefined {
  const quote = findQuoted(text).find(({ start }) => /^[\s:,]*$/.test(text.slice(from, start)));
  const to = quote && /^[\s,]*(?:to|for)\s+/iu.exec(text.slice(quote.end));
  if (!quote || !to) return undefined;
  const people = readPeople(text, quote.end + to[0].length, ctx);
  const body = { words: quote.value, isExact: true, isRequest: false };
  const { first, others, isGroup } = people;
  return {
    readings: first ? first.map(({ query }) => ({ query, body })) : [],
    others: others.map(({ value }) => value),
    isGroup,
    isDeferred: false,
    recipients: people.found,
    message: quote,
  };
}

interface Rest {
  ctx: Pick<SlotContext, 'country'>;
  isQuestion: boolean;
  /** The verb alone says nothing of texts: "let … know", "send … a text". */
  needsNoun: boolean;
}

function readRecipientFirst(text: string, from: number, { ctx, isQuestion, needsNoun }: Rest): Parsed | undefined {
  const people = readPeople(text, from, ctx);
  const last = people.found.at(-1);
  if (people.isGroup && needsNoun && !/\b(?:know|text|message|sms|that)\b/iu.test(text.slice(from))) return undefined;
  if (people.isGroup) return { readings: [], others: [], isGroup: true, isDeferred: false, recipients: [], message: readGroupMessage(text, from) };
  if (!people.first || !last || DOCUMENT.test(text.slice(last.end))) return undefined;
  const isAlone = people.others.length === 0;
  const readings = people.first.map(({ query, end }) => ({ query, ...readBody(text, isAlone ? end : last.end, isQuestion) }));
  const likeliest = readings[0];
  if (!likeliest || (needsNoun && !readings.some(({ hasNoun }) => hasNoun))) return undefined;
  return {
    readings: readings.map(({ query, body }) => ({ query, body })),
    others: people.others.map(({ value }) => value),
    isGroup: false,
    isDeferred: DEFERRED.test(text.slice(last.end)),
    recipients: people.found,
    message: toMessage(text, last.end, likeliest.body),
  };
}

interface People {
  /** Every length the first name may have. */
  first: { query: string; end: number }[] | undefined;
  others: Found<string>[];
  found: Found<string>[];
  isGroup: boolean;
}

function readPeople(text: string, from: number, ctx: Pick<SlotContext, 'country'>): People {
  const none: People = { first: undefined, others: [], found: [], isGroup: false };
  if (GROUP.test(text.slice(from))) return { ...none, isGroup: true };
  const address = [...findPhones(text, ctx), ...findEmails(text)].find(
    ({ start }) => start >= from && /^[\s:(<]*(?:(?:the|our|client|customer|number|at|with|to|phone|email)[\s:]+)*[(<]?$/iu.test(text.slice(from, start)),
  );
  if (address) return { first: [{ query: address.value, end: address.end }], others: [], found: [address], isGroup: false };
  const words = splitNameWords(text);
  let at = words.findIndex((word) => word.start >= from);
  while (at >= 0 && words[at] && FILLERS.has(words[at]?.lower ?? '') && /^[\s:,]*$/.test(words[at]?.gap ?? '')) at += 1;
  const run = at >= 0 && /^[\s:,]*$/.test(words[at]?.gap ?? '') ? readName(words, at) : undefined;
  if (!run || words[run.next - 1]?.isPossessive) return none;
  const others = readOthers(words, run.next, words[at]?.isCapital ?? false);
  if (AND_MORE.test(text.slice(others.at(-1)?.end ?? run.end))) return { ...none, isGroup: true };
  const stated = readStatedAddress(text, run.end, ctx);
  if (stated)
    return {
      first: [{ query: stated.value, end: stated.end }],
      others: [],
      found: [{ value: run.name, start: run.start, end: run.end }, stated],
      isGroup: false,
    };
  const first = run.readings.map(({ name, end }) => ({ query: name, end }));
  return { first, others, found: [{ value: run.name, start: run.start, end: run.end }, ...others], isGroup: false };
}

/** "Text Jordan at 555-219-8841": a number that is said must be the one on file, so it is what is searched for. */
function readStatedAddress(text: string, from: number, ctx: Pick<SlotContext, 'country'>): Found<string> | undefined {
  const address = [...findPhones(text, ctx), ...findEmails(text)].find(
    ({ start }) => start >= from && /^[\s,]*(?:(?:at|on|to|via)\s+)?(?:(?:the\s+)?(?:number|phone)\s+)?[(<]?$/iu.test(text.slice(from, start)),
  );
  if (!address) return undefined;
  const closing = /^[)>]/.test(text.slice(address.end)) ? 1 : 0;
  return { ...address, end: address.end + closing };
}

function readOthers(words: readonly NameWord[], next: number, isCapital: boolean): Found<string>[] {
  const word = words[next];
  const isAnd = word !== undefined && /^[\s,]*$/.test(word.gap) && (word.lower === 'and' || word.lower === 'or');
  const isMark = word !== undefined && /^\s*[&+]\s*$/.test(word.gap);
  const isComma =
    word !== undefined && /^\s*,\s*$/.test(word.gap) && words.slice(next, next + 4).some(({ lower, gap }) => lower === 'and' || gap.includes('&'));
  if (!isAnd && !isMark && !isComma) return [];
  const at = isAnd ? next + 1 : next;
  if (words[at]?.isCapital !== isCapital || words[at]?.isPossessive) return [];
  const run = readName(words, at);
  return run ? [{ value: run.name, start: run.start, end: run.end }, ...readOthers(words, run.next, isCapital)] : [];
}

interface Body {
  body: TextBody | undefined;
  /** "know", "a text": the sentence says that it is about a text. */
  hasNoun: boolean;
}

function readBody(text: string, from: number, isQuestion: boolean): Body {
  let rest = text.slice(from);
  let hasNoun = false;
  let isDictated = false;
  for (let found = CONNECTOR.exec(rest); found; found = CONNECTOR.exec(rest)) {
    hasNoun ||= /know|text|txt|message|msg|sms|note|line|reminder|heads|update/iu.test(found[0]);
    rest = rest.slice(found[0].length);
  }
  const mark = /^\s*[:]\s*/.exec(rest) ?? /^[\s,;–—-]+/.exec(rest);
  isDictated = mark?.[0].includes(':') ?? false;
  rest = rest.slice(mark?.[0].length ?? 0);
  return { body: toBody(rest, isDictated, isQuestion), hasNoun };
}

function toBody(rest: string, isDictated: boolean, isQuestion: boolean): TextBody | undefined {
  const quote = findQuoted(rest)[0];
  if (quote && quote.start === 0 && /^[\s.!,]*(?:please|pls|thanks|thank you)?[\s.!?]*$/iu.test(rest.slice(quote.end)))
    return { words: quote.value, isExact: true, isRequest: false };
  if (isDictated) return rest.trim() ? { words: rest.trim(), isExact: true, isRequest: false } : undefined;
  if (/^(?:about|regarding|concerning|re|of|at|if|whether|when|once|as soon as)\b/iu.test(rest)) return undefined;
  const polite = rest.replace(/[\s,]+(?:please|pls|plz)[\s.!?]*$/iu, '');
  const words = (isQuestion ? polite.replace(/\s*\?+\s*$/, '') : polite).trim();
  const request = /^to\s+(?=\p{L})/iu.exec(words);
  const said = request ? words.slice(request[0].length) : words;
  return /[\p{L}\p{N}]/u.test(said) ? { words: said, isExact: false, isRequest: request !== null } : undefined;
}

/** What follows "everyone": masked like any other message, though it is not going to be sent. */
function readGroupMessage(text: string, from: number): Found<string> | undefined {
  const start = from + (GROUP.exec(text.slice(from))?.[0].length ?? 0);
  const value = text.slice(start).trim();
  return value ? { value, start, end: text.length } : undefined;
}

const toMessage = (text: string, start: number, body: TextBody | undefined): Found<string> | undefined =>
  body && text.slice(start).trim() ? { value: body.words, start, end: text.length } : undefined;

/** Whom to text. What is masked is each of the names. */
export const textRequest: Slot<TextRequest> = {
  mask: 'name',
  extract: (text, ctx) => parseTextRequest(text, ctx),
  spans: (text, ctx) => parseTextRequest(text, ctx)?.recipients ?? [],
};

/** What the text says. What is masked is all that follows the names. */
export const textBody: Slot<string> = {
  mask: 'text',
  extract: (text, ctx) => parseTextRequest(text, ctx)?.message?.value,
  spans: (text, ctx) => {
    const message = parseTextRequest(text, ctx)?.message;
    return message ? [{ start: message.start, end: message.end }] : [];
  },
};
