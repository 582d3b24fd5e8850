import { isInside, toHost } from './judge-recipients.ts';
import type { RuleOf } from './policy-rule.ts';

/** Why a call may not say what it says; undefined: it may. */
export function judgeContent(rule: RuleOf<'content'>, texts: readonly string[]): string | undefined {
  const { maxChars, linkDomains } = rule;
  const long = maxChars === undefined ? undefined : texts.find((text) => text.length > maxChars);
  if (long !== undefined) return `the text has ${long.length} characters, more than ${maxChars}`;
  const said = texts.map(toPlain);
  // Also across fields: half a phrase in the subject and half in the body reads as one.
  const all = [...said, said.join(' ')].map((words) => ` ${words} `);
  const spelt = said.flatMap(findSpelt);
  const phrase = rule.phrases.find((candidate) => {
    const plain = plainOf(candidate);
    if (plain === '') return texts.some((text) => text.includes(candidate));
    return all.some((words) => words.includes(hasNoSpaces.test(plain) ? plain : ` ${plain} `)) || spelt.some((run) => run.includes(plain.replaceAll(' ', '')));
  });
  if (phrase !== undefined) return `the text says "${phrase}"`;
  const link = linkDomains && texts.flatMap(findLinks).find((found) => !isInside(toHost(found) ?? '', linkDomains));
  return link === undefined ? undefined : `the text links to ${link.slice(0, 200)}`;
}

/** Phrases of rules are few and judge many calls; beyond this many the memory starts anew. */
const MAX_PHRASES = 10_000;
const plainPhrases = new Map<string, string>();

function plainOf(phrase: string): string {
  const known = plainPhrases.get(phrase);
  if (known !== undefined) return known;
  if (plainPhrases.size >= MAX_PHRASES) plainPhrases.clear();
  const plain = toPlain(phrase);
  plainPhrases.set(phrase, plain);
  return plain;
}

/** Scripts that put no spaces between words: a phrase of theirs is found anywhere. */
const hasNoSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Letters of other scripts that look like Latin ones (after Unicode's confusables, UTS 39). */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
  'аa вb сc ԁd еe һh іi јj кk ӏl мm нh оo рp ԛq ѕs тt уy ѵv ԝw хx αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ıi ɑa ɡg ßss øo łl đd'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/** What has no lookalikes in it, as most texts. */
const plainText = /^[\p{ASCII}]*$/u;
/** What has besides no mark and no invisible character, so that only its case and its spaces are made plain. */
const typedText = /^[\t\n\r\x20-\x7e]*$/;

/**
 * A text as it reads: compatibility forms made plain, marks and invisible characters dropped, letters that look like Latin
 * ones taken for them, everything else a space.
 */
function toPlain(text: string): string {
  if (typedText.test(text))
    return text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .trim();
  const folded = text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\p{Cc}]/gu, (mark) => (/\s/.test(mark) ? ' ' : ''))
    .toLowerCase();
  const latin = plainText.test(folded) ? folded : [...folded].map((letter) => (Object.hasOwn(lookalikes, letter) ? lookalikes[letter] : letter)).join('');
  return latin.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** What is spelt out letter by letter, put together again: "f r e e" and "f.r.e.e" read as "free". */
function findSpelt(plain: string): string[] {
  return (plain.match(/(?<!\S)\S(?: \S){3,}(?!\S)/gu) ?? []).map((run) => run.replaceAll(' ', ''));
}

/**
 * What a reader's program would make a link of: anything with a scheme, with www, or with a domain that could be one. A match
 * begins where a word does, so that a text made to be slow is read once.
 */
function findLinks(text: string): string[] {
  const shown = text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[。．｡]/gu, '.');
  return (
    shown.match(
      /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+|(?<![@\p{L}\p{N}.-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?![\p{L}\p{N}@])[^\s<>"']*/giu,
    ) ?? []
  );
}
