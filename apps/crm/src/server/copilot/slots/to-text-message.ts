import type { TextBody } from './text-request.ts';

/**
 * The words of a text to a client. Quoted and dictated words are sent exactly so; a statement told to us becomes a
 * sentence to the client: "that his car is ready" → "Hi Jordan, your car is ready."
 */
export function toTextMessage(body: TextBody, firstName: string): string {
  if (body.isExact) return body.words;
  const words = toSecondPerson(body.words.trim());
  if (/^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b/iu.test(words)) return toSentence(capitalise(words));
  const said = body.isRequest ? `please ${words}` : words;
  return toSentence(firstName ? `Hi ${firstName}, ${said}` : capitalise(said));
}

const capitalise = (words: string) => words.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
const toSentence = (words: string) => (/[.!?…)"”]$/u.test(words) ? words : `${words}.`);

const MODAL = "(?:can|could|may|might|must|should|will|would|needn't|can't|cannot|won't)";
const THING = '(?:car|truck|van|suv|bike|vehicle|ride|keys?|appointment|order|detail|booking|quote|bill|invoice|payment|seats?|windows?|wheels?)';

interface Person {
  /** Words a message about this person begins with. */
  opening: RegExp;
  /** What its words become, in this order. */
  rewrites: readonly [RegExp, string][];
  /** If one of these is left, nothing is rewritten: half of it would be worse than none. */
  words: RegExp;
}

// oxlint-disable countersign/built-regex -- made once, of the three rows of pronouns below
const toPerson = (subject: string, possessive: string, object: string): Person => ({
  opening: new RegExp(`^(?:${subject}|${possessive}${possessive === 'her' ? `(?= ${THING}\\b)` : ''})\\b`, 'iu'),
  words: new RegExp(`\\b(?:${subject}|${possessive}|${object}|${possessive}s)\\b`, 'iu'),
  rewrites: [
    [new RegExp(`\\b${subject}['’]ll\\b`, 'giu'), "you'll"],
    [new RegExp(`\\b${subject}(?= ${MODAL}\\b)`, 'giu'), 'you'],
    [new RegExp(`\\b${subject} (?:is|are)\\b`, 'giu'), 'you are'],
    [new RegExp(`\\b${subject} (?:has|have)\\b`, 'giu'), 'you have'],
    [new RegExp(`\\b${subject} needs?\\b`, 'giu'), 'you need'],
    [new RegExp(`\\b${possessive}(?= ${possessive === 'her' ? THING : '\\p{L}'})`, 'giu'), 'your'],
    [new RegExp(`\\b${object}(?=$|[\\s.,!?])`, 'giu'), 'you'],
  ],
});
// oxlint-enable countersign/built-regex

const persons: readonly Person[] = [toPerson('he', 'his', 'him'), toPerson('she', 'her', 'her'), toPerson('they', 'their', 'them')];

/** Turns "his car is ready and he can come" into "your car is ready and you can come", where the message is about the reader and nobody else is named. */
function toSecondPerson(words: string): string {
  const person = persons.find(({ opening }) => opening.test(words));
  const isAboutOthers = words.split(/\s+/).some((word, index) => index > 0 && /^\p{Lu}\p{Ll}/u.test(word));
  if (!person || isAboutOthers) return words;
  const turned = person.rewrites.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), words);
  return person.words.test(turned) ? words : turned;
}
