import { globSync } from 'node:fs';
import path from 'node:path';
import floors from '../coverage-floor.json' with { type: 'json' };

export const metrics = ['lines', 'statements', 'functions', 'branches'] as const;
export type Metric = (typeof metrics)[number];
export type Floors = Record<string, Record<Metric, number>>;

const root = path.resolve(import.meta.dirname, '..');

/** The folders whose coverage is measured, each with a floor of its own: what is untested in one does not hide behind another. */
export const areas = Object.keys(floors);

/** Screens: what runs them is a browser, in another stage. Of these only the modules that have a unit test beside them are measured. */
const browserArea = 'apps/crm/src/web';

/** What Vitest measures, as globs. */
export function listMeasured(): string[] {
  const tested = globSync(`${browserArea}/**/*.test.{ts,tsx}`, { cwd: root }).flatMap((file) =>
    globSync(file.replace(/\.test\.tsx?$/, '.{ts,tsx}'), { cwd: root }),
  );
  return [...areas.filter((area) => area !== browserArea).map((area) => `${area}/**`), ...tested];
}

/** The floors as Vitest's thresholds, which are globs too. */
export const thresholds = Object.fromEntries(Object.entries(floors as Floors).map(([area, floor]) => [`${area}/**`, floor]));

interface Counts {
  total: number;
  covered: number;
}

/** Adds up Vitest's summary of every file to the percentages of every area. @throws when nothing of an area was measured */
export function sumAreas(summary: Record<string, Record<Metric, Counts>>): Floors {
  const sums: Floors = {};
  for (const area of areas) {
    const files = Object.entries(summary).flatMap(([file, counts]) => (path.relative(root, file).startsWith(`${area}/`) ? [counts] : []));
    if (files.length === 0) throw new Error(`No file of ${area} was measured: run npm run unit first, all of it.`);
    sums[area] = Object.fromEntries(
      metrics.map((metric) => {
        const total = files.reduce((sum, counts) => sum + counts[metric].total, 0);
        const covered = files.reduce((sum, counts) => sum + counts[metric].covered, 0);
        return [metric, total === 0 ? 100 : (100 * covered) / total];
      }),
    ) as Record<Metric, number>;
  }
  return sums;
}
