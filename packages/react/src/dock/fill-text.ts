const PLACES = /\{(\w+)\}/;

/** The parts of a text in order, with what is put in where it stands in braces. Braces that name nothing given stay as they are. */
export function splitText<Part>(text: string, parts: Readonly<Record<string, Part>>): (string | Part)[] {
  return text
    .split(PLACES)
    .map((piece, index) => {
      if (index % 2 === 0) return piece;
      return Object.hasOwn(parts, piece) ? (parts[piece] as Part) : `{${piece}}`;
    })
    .filter((piece) => piece !== '');
}

/** A text with what belongs into its braces. @example fillText('and {count} more', { count: 7 }) // 'and 7 more' */
export function fillText(text: string, parts: Readonly<Record<string, string | number>>): string {
  return splitText(text, parts).join('');
}
