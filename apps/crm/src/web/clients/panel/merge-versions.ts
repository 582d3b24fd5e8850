import { type ClientField, type ClientValues, clientFieldNames } from './client-values.ts';

/** What two people made of the same client. */
export interface MergedVersions {
  /** What the form goes on with: the user's own edits stay, untouched fields follow the other version. */
  values: ClientValues;
  /** Fields that both changed, and differently: the user must choose. */
  disputed: readonly ClientField[];
  /** Fields only the other changed. */
  adopted: readonly ClientField[];
}

/** Merges three ways: what both started from, what the user's form holds, what somebody else saved meanwhile. */
export function mergeVersions(base: ClientValues, mine: ClientValues, theirs: ClientValues): MergedVersions {
  const values = { ...mine };
  const disputed: ClientField[] = [];
  const adopted: ClientField[] = [];
  for (const name of clientFieldNames) {
    if (theirs[name] === base[name] || theirs[name] === mine[name]) continue;
    if (mine[name] === base[name]) {
      values[name] = theirs[name];
      adopted.push(name);
    } else {
      disputed.push(name);
    }
  }
  return { values, disputed, adopted };
}
