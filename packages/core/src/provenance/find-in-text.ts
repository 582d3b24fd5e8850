/** Shorter values are found in any text by chance; they are traced to fields only. */
const LEAST_LENGTH = 2;
/** Digits that make a telephone number without its country. */
const PHONE_DIGITS = 7;

const fold = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** A text as it is looked through, folded once for many values. */
export interface FoldedText {
  readonly folded: string;
  readonly words: readonly string[];
  /** The digits of what may be telephone numbers in it. */
  readonly phones: readonly string[];
}

/** Folds a text when it is first looked through: of what a search returns, most never is. */
export function foldText(text: string): FoldedText {
  let folded: string | undefined;
  let words: string[] | undefined;
  let phones: string[] | undefined;
  return {
    get folded() {
      folded ??= fold(text);
      return folded;
    },
    get words() {
      words ??= toWords(this.folded);
      return words;
    },
    get phones() {
      phones ??= (text.match(/\+?\d[\d\s().-]*\d/g) ?? []).map((run) => run.replaceAll(/\D/g, ''));
      return phones;
    },
  };
}

/**
 * Does this text say this value, as a word of its own? Case and spacing do not count, and a telephone number is the same
 * however it is grouped and with or without its country. Letters that only look alike are different letters. Pure.
 *
 * @example findInText('bob@x.test', 'Write to Bob@X.test, please') // true
 * @example findInText('+15552198841', 'call (555) 219-8841') // true
 */
export function findInText(value: string | number, text: string): boolean {
  return findInTexts(value, [foldText(text)]) !== undefined;
}

/** The first of many texts, or of what is known by them, that says this value. */
export function findInTexts<T extends FoldedText>(value: string | number, texts: Iterable<T>): T | undefined {
  const sought = fold(String(value));
  if (sought.length < LEAST_LENGTH) return undefined;
  for (const text of texts) if (containsWord(text.folded, sought) || containsPhone(text, sought)) return text;
  return undefined;
}

const isWordCharacter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
/** What may follow a name without making another of it: the end of a sentence, but not ".com" or "@elsewhere". */
const goesOn = (rest: string) => isWordCharacter(rest[0]) || /^[-.@+](?=[\p{L}\p{N}])/u.test(rest);
const cameBefore = (before: string) => isWordCharacter(before.at(-1)) || /[\p{L}\p{N}][-.@+]$/u.test(before);

function containsWord(text: string, word: string): boolean {
  for (let from = text.indexOf(word); from !== -1; from = text.indexOf(word, from + 1)) {
    if (!goesOn(text.slice(from + word.length)) && !cameBefore(text.slice(0, from))) return true;
  }
  return false;
}

function containsPhone(text: FoldedText, value: string): boolean {
  if (!/^\+?[\d\s().-]+$/.test(value)) return false;
  const digits = value.replaceAll(/\D/g, '');
  if (digits.length < PHONE_DIGITS) return false;
  return text.phones.some(
    (said) => said === digits || (said.length >= PHONE_DIGITS + 3 && digits.endsWith(said)) || (digits.length >= PHONE_DIGITS + 3 && said.endsWith(digits)),
  );
}

/** Words of a search are traced more loosely than an address: "Henderson" was said where "the Hendersons" stands. Pure. */
export function findWordsInText(query: string, text: FoldedText): boolean {
  return toWords(fold(query)).every((word) =>
    text.words.some((other) => other === word || (Math.min(word.length, other.length) >= 4 && (other.startsWith(word) || word.startsWith(other)))),
  );
}

const toWords = (folded: string) => folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
