/** A sparse vector: the columns that are not zero, and their values. */
export interface SparseVector {
  columns: Int32Array;
  values: Float64Array;
}

export interface Vectorizer {
  /** How many columns a vector has. */
  readonly size: number;
  toVector(features: readonly string[]): SparseVector;
}

/** How rare each feature is, and its column; features seen in one text only have none, since nothing can be learned of them. */
interface Known {
  weights: ReadonlyMap<string, { idf: number; column: number | undefined }>;
  rarest: number;
}

/**
 * Learns which features there are and how rare each is (TF-IDF, sublinear counts, length one). Words and letters are two
 * halves of the same weight, or the many letters would drown the few words. Features never seen count towards the length
 * as if they were the rarest: a sentence made of strange words gets a short vector, and with it no confident answer.
 */
export function trainVectorizer(texts: readonly (readonly string[])[]): Vectorizer {
  const frequencies = new Map<string, number>();
  for (const features of texts) for (const feature of new Set(features)) frequencies.set(feature, (frequencies.get(feature) ?? 0) + 1);
  const weights = new Map<string, { idf: number; column: number | undefined }>();
  let size = 0;
  for (const [feature, count] of frequencies)
    weights.set(feature, { idf: 1 + Math.log((1 + texts.length) / (1 + count)), column: count > 1 ? size++ : undefined });
  const known: Known = { weights, rarest: 1 + Math.log((1 + texts.length) / 2) };
  return { size, toVector: (features) => toVector(features, known) };
}

function toVector(features: readonly string[], { weights, rarest }: Known): SparseVector {
  const counts = new Map<string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const columns = new Int32Array(counts.size);
  const values = new Float64Array(counts.size);
  let size = 0;
  let words = 0;
  let letters = 0;
  for (const [feature, count] of counts) {
    const known = weights.get(feature);
    const weight = (1 + Math.log(count)) * (known?.idf ?? rarest);
    const isWord = feature.startsWith('w');
    if (isWord) words += weight * weight;
    else letters += weight * weight;
    if (known?.column === undefined) continue;
    columns[size] = known.column;
    // The sign keeps the halves apart until their lengths are known.
    values[size] = isWord ? weight : -weight;
    size += 1;
  }
  const wordLength = Math.sqrt(2 * words) || 1;
  const letterLength = Math.sqrt(2 * letters) || 1;
  for (let at = 0; at < size; at += 1) {
    const weight = values[at] ?? 0;
    values[at] = weight > 0 ? weight / wordLength : -weight / letterLength;
  }
  return { columns: columns.subarray(0, size), values: values.subarray(0, size) };
}
