import { foldWord, isTypo } from '@countersign/server';

interface Car {
  year: number | null;
  make: string;
  model: string;
  color: string | null;
  plate: string | null;
}

/** What people also call a make. */
const nicknames: Readonly<Record<string, string>> = {
  chevy: 'chevrolet',
  vw: 'volkswagen',
  benz: 'mercedesbenz',
  mercedes: 'mercedesbenz',
  merc: 'mercedesbenz',
  beemer: 'bmw',
  lambo: 'lamborghini',
};
const GENERIC = new Set(['model', 'grand', 'class', 'series']);
const WEIGHTS = { model: 8, plate: 16, make: 4, year: 2, color: 1 } as const;

/**
 * The cars of a list that a sentence names best, by model, make, color, year or plate. Empty: it names none of them.
 *
 * @example matchVehicles("Jordan's black Tahoe", cars)
 */
export function matchVehicles<C extends Car>(text: string, cars: readonly C[]): C[] {
  const words = [...text.matchAll(/[\p{L}\d]+/gu)].map(([word]) => foldWord(word));
  const said = new Set([
    ...words,
    ...words.map((word, at) => word + (words[at + 1] ?? '')),
    ...words.map((word, at) => word + (words[at + 1] ?? '') + (words[at + 2] ?? '')),
  ]);
  for (const word of words) if (Object.hasOwn(nicknames, word)) said.add(nicknames[word] ?? word);
  const scored = cars.map((car) => ({ car, score: toScore(car, said, words) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  // A color or a year alone is too little to tell that a car is meant at all.
  return best < WEIGHTS.make ? [] : scored.filter(({ score }) => score === best).map(({ car }) => car);
}

function toScore({ year, make, model, color, plate }: Car, said: ReadonlySet<string>, words: readonly string[]): number {
  const isSaid = (written: string | null) => written !== null && written !== '' && said.has(compact(written));
  const named = isSaid(model) || partsOf(model).some((part) => words.some((word) => word === part || (part.length >= 5 && isTypo(word, part))));
  const isMake = isSaid(make) || words.some((word) => make.length >= 5 && isTypo(word, compact(make)));
  const isColor = color !== null && partsOf(color).some((part) => words.includes(part));
  return (
    (named ? WEIGHTS.model : 0) +
    (isMake ? WEIGHTS.make : 0) +
    (year !== null && words.includes(String(year)) ? WEIGHTS.year : 0) +
    (isColor ? WEIGHTS.color : 0) +
    (isSaid(plate) ? WEIGHTS.plate : 0)
  );
}

const compact = (written: string) => foldWord(written).replaceAll(/[^\p{L}\d]/gu, '');
/** The telling words of a name: "cherokee" of "Grand Cherokee", "miata" of "MX-5 Miata". */
const partsOf = (written: string) => [...written.matchAll(/\p{L}{3,}/gu)].map(([word]) => foldWord(word)).filter((word) => !GENERIC.has(word));
