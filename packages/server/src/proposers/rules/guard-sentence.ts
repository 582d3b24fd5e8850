import { tokenize } from './tokenize.ts';

/** Why a sentence is not taken as an order, however much it looks like one. */
export type Objection = 'negated' | 'about_doing' | 'compound';

const NEGATION =
  /(?<![\p{L}'])(do not|don['’]?t|never|not to|let['’]?s not|no need to|must not|mustn['’]?t|should not|shouldn['’]?t|will not|won['’]?t|rather not|cannot|can['’]?t|stop)(?![\p{L}'’])/iu;

/** Questions about doing a thing, conditions and the past: none of them asks for it to be done now. */
const ABOUT_DOING =
  /^[^\p{L}\uE000-\uE0FF]*(?:(?:hey|hi|hello|ok|okay|so|and|but|please|um|well)\W+)*(?:how (?:do|does|can|could|would|should|did) (?:i|you|we|one)|how (?:do|does|can|could|would|should|did|to|many|much|often|long)|is it (?:possible|ok|okay|allowed) (?:for you |for me )?to|is it|are you (?:able|allowed) to|are you able|do you know how to|do you know how|did|have (?:you|we|i|they)|has|had|was|were|when|whenever|why|should|shall|what (?:happens|if|would|about)|if|unless|once|as soon as|after|before|suppose|imagine|would it)(?![\p{L}])/iu;

/** Of these, the openings that ask for a fact of the shop: "how much does …", "has … paid", "when is …". What answers may answer them. */
const ASKING =
  /^[^\p{L}\uE000-\uE0FF]*(?:(?:hey|hi|hello|ok|okay|so|and|but|please|um|well)\W+)*(?:how (?:much|many|often|long|does)|is it|has|had|have (?:we|they)|was|were|when|did (?!you)|what (?:about|would))(?![\p{L}])/iu;

/** Questions for what is so: nothing that changes anything is asked for by one. "Have the quote sent" is none, nor is "do up a quote". */
const QUESTION =
  /^[^\p{L}\uE000-\uE0FF]*(?:(?:hey|hi|hello|ok|okay|so|and|but|please|um|well)\W+)*(?:is|isn't|are|aren't|was|wasn't|were|has|hasn't|had|does|doesn't|do (?:i|you|we|they)|have (?:i|you|we|they)|who|whom|whose|who's|whos|what|what's|whats|which|where|where's|when|why)(?![\p{L}'])/iu;

/** Verbs that begin a second order: "find Jordan and delete him". Nouns that are also verbs are left out, or "and email …" would be one. */
const commands: ReadonlySet<string> = new Set(
  'add create make find search text tell message sms send change update edit delete remove erase cancel refund book schedule archive merge call ring ask remind notify charge open rename register show look'.split(
    ' ',
  ),
);

/**
 * Objects to sentences that must not be acted on. Values of slots are masked already, so the words of a message to be sent
 * ("text Jordan that we don't have the part") are not judged.
 */
export function objectTo(masked: string, { answers = false }: { answers?: boolean | undefined } = {}): Objection | undefined {
  const plain = masked.replaceAll('’', "'");
  if (ABOUT_DOING.test(plain) && !(answers && ASKING.test(plain))) return 'about_doing';
  if (!answers && QUESTION.test(plain)) return 'about_doing';
  if (NEGATION.test(plain)) return 'negated';
  return splitOrders(plain).length > 1 ? 'compound' : undefined;
}

/** A question about doing a thing, without its opening: "how do I create a client?" as "create a client?". */
export function stripQuestion(masked: string): string | undefined {
  const match = ABOUT_DOING.exec(masked.replaceAll('’', "'"));
  return match ? masked.slice(match[0].length) : undefined;
}

/** The orders of a sentence: "find Jordan and delete him" has two. */
export function splitOrders(masked: string): string[] {
  const [first = '', ...others] = masked.split(/(?:[,;.!\n]+\s+|\s+)(?:and then|then|and also|and|also|after that|afterwards)\s+|[.;!?\n]+\s+/iu);
  const orders = others.filter((part) => {
    const opening = tokenize(part).find((token) => !['then', 'also', 'you', 'can', 'could', 'i', 'want', 'to'].includes(token.word));
    return opening !== undefined && !opening.isMask && commands.has(opening.word);
  });
  return [first, ...orders];
}
