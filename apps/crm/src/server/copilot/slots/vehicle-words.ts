import { createListSlot, type Found } from '@countersign/server';

/** Makes, each with models one meets at a detailer's. Models are matched without spaces and hyphens: "F-150", "f150". */
const makes: Readonly<Record<string, string>> = {
  acura: 'integra mdx rdx tlx tsx ilx nsx legend',
  audi: 'a3 a4 a5 a6 a7 a8 q3 q5 q7 q8 rs3 rs5 s3 s4 s5 tt r8 etron',
  bmw: 'm2 m3 m4 m5 x1 x2 x3 x4 x5 x6 x7 z4 i4 i8 328i 330i 335i 530i 540i',
  buick: 'enclave encore envision lacrosse',
  cadillac: 'escalade ct4 ct5 cts xt4 xt5 xt6 srx',
  chevrolet: 'tahoe suburban silverado camaro corvette malibu impala equinox traverse blazer trax cruze bolt avalanche',
  chrysler: 'pacifica 300c sebring',
  dodge: 'charger challenger durango caravan grandcaravan viper hellcat',
  ferrari: '488 f430 roma portofino',
  fiat: '500x',
  ford: 'f150 f250 f350 mustang explorer expedition bronco ranger escape edge fusion focus fiesta taurus maverick transit',
  genesis: 'g70 g80 g90 gv70 gv80',
  gmc: 'yukon sierra acadia terrain canyon denali',
  honda: 'civic accord crv hrv pilot odyssey ridgeline passport fit prelude s2000',
  hyundai: 'elantra sonata tucson santafe palisade kona ioniq veloster',
  infiniti: 'q50 q60 qx60 qx80 g35 g37',
  jaguar: 'fpace ftype xf xj',
  jeep: 'wrangler grandcherokee cherokee gladiator renegade wagoneer',
  kia: 'telluride sorento sportage optima stinger forte carnival niro k5',
  lexus: 'rx350 rx es350 is350 gx460 gx lx570 nx lc500 rcf',
  lincoln: 'navigator aviator corsair continental',
  maserati: 'ghibli levante quattroporte',
  mazda: 'miata mx5 mx5miata cx3 cx5 cx9 cx30 cx50 mazda3 mazda6 rx7 rx8',
  mercedes: 'c300 e350 e450 s500 s550 gle gle350 glc glc300 gls gls450 gwagon amg cclass eclass sclass sprinter',
  'mercedes-benz': '',
  mini: 'cooper clubman countryman',
  mitsubishi: 'outlander eclipse lancer',
  nissan: 'altima maxima rogue sentra pathfinder murano frontier armada titan leaf 350z 370z gtr versa',
  porsche: '911 cayenne macan panamera boxster cayman taycan',
  ram: '1500 2500 3500 rebel trx',
  rivian: 'r1t r1s',
  subaru: 'outback forester wrx impreza crosstrek ascent legacy brz sti',
  tesla: 'model3 modely models modelx cybertruck',
  toyota: 'camry corolla rav4 tacoma tundra 4runner highlander sienna prius supra sequoia avalon landcruiser venza yaris gr86',
  volkswagen: 'golf gti golfgti jetta passat tiguan atlas beetle id4 touareg',
  volvo: 'xc40 xc60 xc90 s60 v60',
  bentley: 'continental bentayga',
  chevy: '',
  vw: '',
  benz: '',
  lamborghini: 'urus huracan aventador',
  lambo: '',
  mclaren: '',
  polestar: '',
  pontiac: 'firebird gto',
  landrover: 'defender discovery rangerover evoque velar',
};

/** Words that are also first or family names, or plain words, as makes are: they are a car only where an article, a year, a color or the other half stands beside them. */
const alsoOther: ReadonlySet<string> = new Set(
  'ford lincoln mercedes sierra sienna bentley dodge austin ram mini legend ascent legacy pilot passport fit edge escape focus transit explorer ranger fusion atlas golf beetle discovery defender rebel leaf rogue titan frontier versa charger challenger caravan continental navigator aviator cooper encore enclave terrain canyon accord beatle roma trax bolt cruze blazer malibu denali maverick genesis forte forrester eclipse camaro models modely modelx avalon cayenne rx gx nx tt is es 911 1500 2500 3500 488'.split(
    ' ',
  ),
);

export const colors: ReadonlySet<string> = new Set(
  'black white silver gray grey blue red green brown bronze gold graphite orange yellow purple beige tan pearl midnight navy maroon'.split(' '),
);
const makeWords: ReadonlySet<string> = new Set(Object.keys(makes).map(compact));
const modelWords: ReadonlySet<string> = new Set(Object.values(makes).flatMap((models) => models.split(' ').filter(Boolean)));
/** A word before a car: "the Sienna", "his Ford", "Jordan's Sierra". */
const DETERMINER = /(?:\b(?:the|a|an|his|her|their|my|our|your|this|that|new|old)|['’]s|s['’])\s+$/iu;
const WORD = /[\p{L}\d]+(?:-[\p{L}\d]+)*/gu;

function compact(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '');
}

export interface VehiclePart {
  text: string;
  start: number;
  end: number;
  kind: 'make' | 'model' | 'color' | 'year' | 'plain';
  isOther: boolean;
}

interface VehicleFound extends Found<string> {
  parts: readonly VehiclePart[];
}

/**
 * Cars as people name them: "the black Tahoe", "2021 Honda Civic", "f150". A list of makes and models, since the shop's own
 * cars are not known yet when a sentence is understood; which car is meant is looked up among those.
 */
export function findVehicleWords(text: string): VehicleFound[] {
  const found: VehicleFound[] = [];
  let run: VehiclePart[] = [];
  const close = () => {
    const [first] = run;
    const last = run.at(-1);
    const named = run.filter(({ kind }) => kind === 'make' || kind === 'model');
    const isBare = named.length === 1 && run.length === 1;
    if (first && last && named.length > 0 && !(isBare && first.isOther && !DETERMINER.test(text.slice(0, first.start)))) {
      found.push({ value: text.slice(first.start, last.end), start: first.start, end: last.end, parts: run });
    }
    run = [];
  };
  for (const part of toParts(text)) {
    const before = run.at(-1);
    if (before && !/^\s+$/.test(text.slice(before.end, part.start))) close();
    if (part.kind === 'plain') close();
    // A year or a color opens a car and does not go on with one: "the Tahoe black …".
    else if ((part.kind === 'year' || part.kind === 'color') && run.some(({ kind }) => kind === 'make' || kind === 'model')) {
      close();
      run = [part];
    } else run.push(part);
  }
  close();
  return found;
}

function toParts(text: string): VehiclePart[] {
  const words = [...text.matchAll(WORD)].map((match) => ({ word: compact(match[0]), start: match.index, end: match.index + match[0].length }));
  const parts: VehiclePart[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const one = words[at];
    const two = words[at + 1];
    if (!one) continue;
    const joined = two && /^[\s-]$/.test(text.slice(one.end, two.start)) ? one.word + two.word : '';
    if (joined && (modelWords.has(joined) || makeWords.has(joined)) && !/^\d+$/.test(joined)) {
      parts.push({
        text: text.slice(one.start, two?.end ?? one.end),
        start: one.start,
        end: two?.end ?? one.end,
        kind: makeWords.has(joined) ? 'make' : 'model',
        isOther: false,
      });
      at += 1;
      continue;
    }
    parts.push({
      text: text.slice(one.start, one.end),
      start: one.start,
      end: one.end,
      kind: toKind(one.word),
      isOther: alsoOther.has(one.word) || makeWords.has(one.word),
    });
  }
  return parts;
}

function toKind(word: string): VehiclePart['kind'] {
  if (makeWords.has(word)) return 'make';
  if (modelWords.has(word)) return 'model';
  if (colors.has(word)) return 'color';
  return /^(?:19|20)\d\d$/.test(word) ? 'year' : 'plain';
}

/** Cars that are named. */
export const vehicleWords = createListSlot('vehicle', findVehicleWords);

const nicknames: Readonly<Record<string, string>> = {
  chevy: 'Chevrolet',
  vw: 'Volkswagen',
  benz: 'Mercedes-Benz',
  mercedes: 'Mercedes-Benz',
  lambo: 'Lamborghini',
  bmw: 'BMW',
  gmc: 'GMC',
  landrover: 'Land Rover',
};

/** A make as it is written. @example writeMake('chevy') // 'Chevrolet' */
export const writeMake = (said: string): string => nicknames[compact(said)] ?? toTitle(said.toLowerCase());

/** A model as it is written, as far as anybody can know: "Tahoe", "F-150", "CX-5". */
export function writeModel(said: string): string {
  const plain = compact(said);
  const match = /^([a-z]{1,3})(\d+[a-z]*)$/.exec(plain);
  if (match && !/^[a-z]{2,3}\d{2,3}$/.test(plain)) return `${match[1]}${/^(?:f|cx|mx)$/.test(match[1] ?? '') ? '-' : ''}${match[2]}`.toUpperCase();
  if (/^(?:crv|hrv)$/.test(plain)) return `${plain.slice(0, 2)}-${plain.slice(2)}`.toUpperCase();
  if (/\d/.test(plain)) return said.toUpperCase();
  return said
    .split(' ')
    .map((word) => (word.length <= 3 ? word.toUpperCase() : toTitle(word.toLowerCase())))
    .join(' ');
}

/** The make of a model that only one make has. */
export function makeOf(model: string): string | undefined {
  const plain = compact(model);
  const having = Object.entries(makes).filter(([, models]) => models.split(' ').includes(plain));
  return having.length === 1 && having[0] ? writeMake(having[0][0]) : undefined;
}

const toTitle = (words: string) => words.replaceAll(/(^|[\s-])(\p{L})/gu, (_all, edge: string, letter: string) => edge + letter.toUpperCase());
