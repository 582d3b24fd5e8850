import { type Found, foldWord } from '@countersign/server';
import { colors, findVehicleWords, makeOf, type VehiclePart, writeMake, writeModel } from './vehicle-words.ts';

/** A new car as far as a sentence describes it. */
export interface VehicleDetails {
  year?: string;
  make?: string;
  model?: string;
  color?: string;
  plate?: string;
}

const PLATE = /\b(?:plates?|license plate|tag|registration|reg)(?:\s+(?:number|no\.?|is))*\s*[:#]?\s*([A-Z0-9]{1,4}(?:[- ][A-Z0-9]{1,4})?\b)/iu;

/** Year, color, make, model and plate of the car that is to be added. A model names its make: "a Tahoe" is a Chevrolet. */
export function readVehicleDetails(text: string): VehicleDetails {
  const [said] = findVehicleWords(text);
  const plate = PLATE.exec(text)?.[1]?.toUpperCase();
  const parts = said ? said.parts : [];
  const of = (kind: VehiclePart['kind']) => parts.filter((part) => part.kind === kind).map((part) => part.text);
  const model = of('model').map(writeModel).join(' ');
  const make = of('make').map(writeMake)[0] ?? (said ? of('model').map(makeOf).find(Boolean) : undefined);
  const color = of('color')[0] ?? findColor(text, said);
  const year = of('year')[0] ?? /\b(?:19|20)\d\d\b/.exec(text)?.[0];
  return {
    ...(year ? { year } : {}),
    ...(make ? { make } : {}),
    ...(model ? { model } : {}),
    ...(color ? { color: color.charAt(0).toUpperCase() + color.slice(1).toLowerCase() } : {}),
    ...(plate ? { plate } : {}),
  };
}

/** "A Tahoe, black" and "in black". */
function findColor(text: string, said: Found<string> | undefined): string | undefined {
  if (!said) return undefined;
  return [...text.slice(said.end).matchAll(/\p{L}+/gu)].map(([word]) => word).find((word) => colors.has(foldWord(word)));
}
