import { createSlot, type Found } from '@countersign/server';

/** Whom a sentence asks to remind, where it is everybody who is late. */
export interface Debtors {
  /** Days overdue, this many or more. */
  minDaysOverdue: number;
  /** As people say it, after "invoices": "more than 30 days overdue". */
  words: string;
  /** Something is asked that days cannot say: an amount, an exception, a span. To leave it out would remind the wrong people. */
  isMore: boolean;
}

const REMIND =
  /\b(?:remind(?:ers?)?|nudges?|chase(?: up)?|ping|dun|follow(?:[ -]up)?(?: up)?|(?=(?:e-?mail|text|send|message|notify|give|shoot|drop)\b.*\b(?:reminders?|nudges?)\b)(?:e-?mail|text|send|message|notify|give|shoot|drop))\b/iu;
/** What may stand between that and the people; a name may not. */
const BETWEEN =
  /^(?:[\s,:–-]|\b(?:out|off|up|with|on|in|an?|the|our|my|of|friendly|quick|gentle|payment|invoice|overdue|reminders?|notices?|nudges?|e-?mails?|texts?|sms|messages?|to|for|about|by|via)\b)*$/iu;
const PEOPLE = 'clients?|customers?|people|accounts?|debtors?|payers?|persons?|guests?|owners?';
const PAPERS = 'invoices?|bills?|payments?|balances?';
const LATE = 'over-?due|past[ -]due|unpaid|outstanding|late|owing|delinquent|open';
const GROUP = new RegExp(
  `\\b(?:every(?:one|body)?|any(?:one|body)|all|each|whoever|those|debtors|(?:${PEOPLE})(?=\\s+(?:who|whose|that|with)\\b)|(?:(?:the|our|my)\\s+)?(?:${LATE})\\s+(?:clients|customers|people|accounts|debtors|payers|invoices|bills|payments|balances))\\b`,
  'iu',
);
/** Without a word of it nothing is owed. */
const DEBT = new RegExp(`\\b(?:${PAPERS}|over-?due|past[ -]due|unpaid|outstanding|delinquent|debtors?|ow(?:e|es|ed|ing)|pay|paid|behind)\\b`, 'iu');
/** How it is to go, and what it is: neither says who. */
const TAIL =
  /[\s,]+(?:(?:by|via|through|over|using|with)\s+(?:an?\s+)?(?:e-?mail|text(?:\s+message)?s?|sms)|(?:an?|the|another)\s+(?:(?:friendly|quick|gentle|payment|invoice|overdue)\s+)*(?:reminder|nudge|e-?mail|text|note|notice)|(?:now|today|please|thanks|thank you))\b.*$/iu;
/** What is asked besides is not to be hidden: two orders at once are refused. */
const NEXT_ORDER =
  /[\s,;.]+(?:and|then)\s+(?:(?:then|also)\s+)?(?:add|archive|book|call|cancel|change|charge|create|delete|e-?mail|erase|find|make|mark|open|refund|remove|send|show|tell|text|update|void|write)\b.*$/iu;
const BEYOND =
  /[$€£]\s*\d|\b(?:except|excluding|besides|without|but|unless|less than|under|below|fewer|between|up to|at most|not more than|no more than|dollars|bucks)\b|\bother than\b/iu;

const numbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  six: 6,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
};
const DAYS = new RegExp(
  `(?<![\\p{L}\\d$€£.,])(\\d{1,4}|${Object.keys(numbers).join('|')})\\s*(\\+)?[\\s-]*(days?|weeks?|months?)\\b(\\s+or\\s+(?:more|longer|older))?`,
  'iu',
);
const MORE = /(?:\b(?:more than|over|older than|longer than|later than|greater than|beyond|past|above|exceed(?:s|ing)?)|>)\s*(?:the\s+)?$/iu;
const unitDays = { d: 1, w: 7, m: 30 } as const;

function readDays(text: string): Pick<Debtors, 'minDaysOverdue' | 'words'> {
  const match = DAYS.exec(text);
  if (!match) return { minDaysOverdue: 1, words: 'overdue' };
  const [, count = '', plus, unit = '', orMore] = match;
  const days = (numbers[count.toLowerCase()] ?? Number(count)) * unitDays[unit.charAt(0).toLowerCase() as 'd' | 'w' | 'm'];
  const isBeyond = !plus && !orMore && MORE.test(text.slice(0, match.index));
  const least = Math.max(1, isBeyond ? days + 1 : days);
  if (least === 1) return { minDaysOverdue: 1, words: 'overdue' };
  return { minDaysOverdue: least, words: isBeyond ? `more than ${days} ${days === 1 ? 'day' : 'days'} overdue` : `${days} days or more overdue` };
}

/** Nobody orders this in more characters, and patterns like these take long over long texts. */
const LONGEST = 400;

function findDebtors(text: string): Found<Debtors>[] {
  const verb = text.length <= LONGEST ? REMIND.exec(text) : null;
  if (!verb) return [];
  const from = verb.index + verb[0].length;
  const group = GROUP.exec(text.slice(from));
  if (!group) return [];
  const start = from + group.index;
  if (!BETWEEN.test(text.slice(from, start))) return [];
  const whole = text
    .slice(start)
    .replace(NEXT_ORDER, '')
    .replace(/[\s.!?]+$/u, '');
  const clause = whole.replace(TAIL, '');
  if (!DEBT.test(clause)) return [];
  // The tail is part of what is masked, or the words of a text message would begin there.
  return [{ value: { ...readDays(clause), isMore: BEYOND.test(clause) }, start, end: start + whole.length }];
}

/** "everyone whose invoice is more than 30 days overdue", "all overdue customers", "every unpaid invoice older than 60 days". */
export const debtors = createSlot('debtors', findDebtors);
