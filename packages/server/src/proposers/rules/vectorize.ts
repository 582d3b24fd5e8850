import { listFeatures } from './list-features.ts';

/** A sparse vector: the columns that are not zero, and their values. */
export interface SparseVector {
  columns: Int32Array;
  values: Float64Array;
}

export interface Vectorizer {
  readonly size: number;
  toVector(masked: string): SparseVector;
}

/**
 * Learns which features there are and how rare each is (TF-IDF, sublinear counts, length one). Words and letters are two
 * halves of the same weight, or the many letters would drown the few words. Features never seen count towards the length
 * as if they were the rarest: a sentence made of strange words gets a short vector, and with it no confident answer.
 */
export function trainVectorizer(texts: readonly string[]): Vectorizer {
  const documents = texts.map((text) => new Set(listFeatures(text)));
  const frequencies = new Map<string, number>();
  for (const features of documents) for (const feature of features) frequencies.set(feature, (frequencies.get(feature) ?? 0) + 1);
  const columns = new Map([...frequencies.keys()].map((feature, index) => [feature, index]));
  const idf = Float64Array.from(frequencies.values(), (count) => 1 + Math.log((1 + texts.length) / (1 + count)));
  const rarest = 1 + Math.log((1 + texts.length) / 2);
  return { size: columns.size, toVector: (masked) => toVector(listFeatures(masked), { columns, idf, rarest }) };
}

interface Known {
  columns: ReadonlyMap<string, number>;
  idf: Float64Array;
  rarest: number;
}

function toVector(features: readonly string[], known: Known): SparseVector {
  const counts = new Map<string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const columns: number[] = [];
  const values: number[] = [];
  const isWord: boolean[] = [];
  const squares = { words: 0, letters: 0 };
  for (const [feature, count] of counts) {
    const column = known.columns.get(feature);
    const weight = (1 + Math.log(count)) * (column === undefined ? known.rarest : (known.idf[column] ?? 0));
    const half = feature.startsWith('w:') ? 'words' : 'letters';
    squares[half] += weight * weight;
    if (column === undefined) continue;
    columns.push(column);
    values.push(weight);
    isWord.push(half === 'words');
  }
  const words = Math.sqrt(2 * squares.words) || 1;
  const letters = Math.sqrt(2 * squares.letters) || 1;
  return { columns: Int32Array.from(columns), values: Float64Array.from(values, (value, index) => value / (isWord[index] ? words : letters)) };
}
