import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Which folders of a tree import each other, straight or in a longer round; values and types alike, tests apart.
 *
 *     node scripts/folder-cycles.ts apps/crm/src/server 2
 *
 * looks at every level down to the second: first each folder below the root is one unit with all that is in it, then each folder
 * below those is, too. The files that lie in a folder itself are then a unit by its name; those in the root are one each, since
 * a root holds both what starts everything and what everything needs. Linters see files only: two folders may be in a
 * round where no two files are.
 */

/** A unit of one level and the units it imports, each with one import as the proof. */
export type Graph = Map<string, Map<string, string>>;

export interface Source {
  /** Relative to the root, with `/`. */
  file: string;
  text: string;
}

const isTest = (file: string) => /\.test\.tsx?$/u.test(file) || /(?:^|\/)testing\//u.test(file);

/** The sources of a tree. */
export function readSources(root: string): Source[] {
  return globSync('**/*.{ts,tsx}', { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !isTest(file))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

// TypeScript 7 has no stable API. The formatter puts every statement at the start of a line, and imports only name things before `from`.
const STATEMENT = /^(?:import|export)\s(?:[^'"`;=()]*?\sfrom\s*)?['"](\.[^'"]*)['"]/gmu;
/** `import('./x.ts')`, as a value and in a type; not behind `//` or in a block comment. */
const EXPRESSION = /^(?!\s*(?:\/?\*|\/\/)).*?\bimport\(\s*['"](\.[^'"]*)['"]/gmu;

/** What a text imports by a relative path. */
export const listImports = (text: string): string[] => [STATEMENT, EXPRESSION].flatMap((pattern) => [...text.matchAll(pattern)].map(([, to = '']) => to));

/** @returns the unit of a file at a level: its folder, cut to as many parts; a file in the root is one itself */
export function toUnit(file: string, level: number): string {
  const folders = file.split('/').slice(0, -1);
  return folders.length === 0 ? file : folders.slice(0, level).join('/');
}

/** What the units of a level import of each other. What lies outside the tree is left out. */
export function toGraph(sources: readonly Source[], level: number): Graph {
  const graph: Graph = new Map();
  for (const { file, text } of sources) {
    const from = toUnit(file, level);
    const targets = graph.get(from) ?? new Map<string, string>();
    graph.set(from, targets);
    for (const specifier of listImports(text)) {
      const imported = path.posix.join(path.posix.dirname(file), specifier);
      if (imported.startsWith('../')) continue;
      const to = toUnit(imported, level);
      if (to !== from && !targets.has(to)) targets.set(to, `${file} → ${imported}`);
    }
  }
  return graph;
}

/** A shortest way of imports from one unit to another, both included. */
function findWay(graph: Graph, from: string, to: string): string[] | undefined {
  const ways: string[][] = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const last = way.at(-1) ?? from;
    if (last === to) return way;
    for (const next of graph.get(last)?.keys() ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/** Two units of which one imports the other and is imported by it, straight (`back` has two parts) or by way of others. */
export interface Pair {
  from: string;
  to: string;
  /** From `to` back to `from`, both included. */
  back: readonly string[];
}

/** The pairs of a graph, each once. */
export function findPairs(graph: Graph): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const [from, targets] of graph) {
    for (const to of targets.keys()) {
      const name = [from, to].toSorted().join(' ');
      const back = pairs.has(name) ? undefined : findWay(graph, to, from);
      if (back) pairs.set(name, { from, to, back });
    }
  }
  return [...pairs.values()];
}

export interface Cycles {
  /** How many pairs import each other straight, and how many by way of others. */
  straight: number;
  round: number;
  /** Each pair, with one import for every step of its round. */
  lines: string[];
}

/** The pairs of every level down to a depth. One that a level above has too counts once. */
export function findCycles(sources: readonly Source[], depth: number): Cycles {
  const cycles: Cycles = { straight: 0, round: 0, lines: [] };
  const seen = new Set<string>();
  for (let level = 1; level <= depth; level += 1) {
    const graph = toGraph(sources, level);
    for (const { from, to, back } of findPairs(graph)) {
      const name = [from, to].toSorted().join(' ');
      if (seen.has(name)) continue;
      seen.add(name);
      const isStraight = back.length === 2;
      cycles[isStraight ? 'straight' : 'round'] += 1;
      const steps = [from, ...back].flatMap((unit, index, way) => graph.get(way[index - 1] ?? '')?.get(unit) ?? []);
      cycles.lines.push([isStraight ? `${from} ⇄ ${to}` : [from, ...back].join(' → '), ...steps.map((step) => `    ${step}`)].join('\n'));
    }
  }
  return cycles;
}

if (import.meta.main) {
  const [root, depth = '1'] = parseArgs({ allowPositionals: true }).positionals;
  const sources = root === undefined ? [] : readSources(root);
  if (sources.length === 0) throw new Error('Name a folder with TypeScript in it and a depth: node scripts/folder-cycles.ts apps/crm/src/server 2');
  const { straight, round, lines } = findCycles(sources, Number(depth));
  for (const line of lines) console.log(line);
  console.log(`${sources.length} files of ${root}, ${depth} deep: ${straight} pairs of folders import each other, ${round} more in longer rounds.`);
  process.exitCode = lines.length === 0 ? 0 : 1;
}
