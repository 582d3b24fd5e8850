import { createListSlot, type Found, foldWord, isTypo } from '@countersign/server';

/** Words a service of a detailer is called by. */
const heads = new Set(
  'detail detailing wash washing wax waxing coating coat ceramic polish polishing correction clay shampoo tint tinting ppf wrap restoration sealant decontamination undercoating undercoat vacuum buff buffing steam headlight headlights caliper conditioning'.split(
    ' ',
  ),
);
/** Words that belong to one when they stand beside such a word. */
const qualifiers = new Set(
  'full interior exterior complete basic premium express hand maintenance deluxe mini quick two one three five step year stage paint wheel wheels rim rims bar engine bay pet hair odor odour smell removal leather windshield glass window windows convertible top winter film protection protective front car inside outside cleaning clean treatment seat seats upholstery carpet trim inside-out signature gold silver platinum'.split(
    ' ',
  ),
);
/** Two of these make a service without any of the first kind: "pet hair removal", "engine bay", "leather treatment". */
const pairs =
  /^(?:pet hair|odou?r removal|smell removal|engine bay|leather treatment|convertible top|protection film|interior clean(?:ing)?|exterior clean(?:ing)?|windshield treatment|hair removal|interior|exterior)/u;

const WORD = /[\p{L}\d]+(?:['’][\p{L}]+)?/gu;

/** Services as people name them: "full interior detail", "cermic coating", "a wash and wax". Which of the shop's own is meant is looked up. */
export function findServiceWords(text: string): Found<string>[] {
  const words = [...text.matchAll(WORD)].map((match) => ({ word: foldWord(match[0]), start: match.index, end: match.index + match[0].length }));
  const found: Found<string>[] = [];
  for (let at = 0; at < words.length; at += 1) {
    let end = at;
    while (end < words.length && isOfService(words[end]?.word ?? '') && (end === at || isJoined(text, words[end - 1]?.end ?? 0, words[end]?.start ?? 0)))
      end += 1;
    const run = words.slice(at, end);
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) continue;
    if (run.some(({ word }) => isHead(word)) || pairs.test(run.map(({ word }) => word).join(' ')))
      found.push({ value: text.slice(first.start, last.end), start: first.start, end: last.end });
    at = end - 1;
  }
  return found;
}

const isJoined = (text: string, end: number, start: number) => /^[\s-]+$/.test(text.slice(end, start));
const isHead = (word: string) =>
  heads.has(word) || (word.length >= 5 && word !== 'details' && [...heads].some((head) => head.length >= 5 && isTypo(word, head)));
const isOfService = (word: string) =>
  isHead(word) || qualifiers.has(word) || (word.length >= 6 && [...qualifiers].some((qualifier) => qualifier.length >= 6 && isTypo(word, qualifier)));

/** Services that are named. */
export const serviceWords = createListSlot('service', findServiceWords);
