import { isSame } from './record-spec.ts';

/** What two people made of the same record. */
export interface MergedVersions<Values> {
  /** What the form goes on with: the user's own edits stay, untouched fields follow the other version. */
  values: Values;
  /** Fields that both changed, and differently: the user must choose. */
  disputed: readonly (keyof Values & string)[];
  /** Fields only the other changed. */
  adopted: readonly (keyof Values & string)[];
}

/** Merges three ways: what both started from, what the user's form holds, what somebody else saved meanwhile. */
export function mergeVersions<Values extends object>(base: Values, mine: Values, theirs: Values): MergedVersions<Values> {
  type Name = keyof Values & string;
  const values = { ...mine };
  const disputed: Name[] = [];
  const adopted: Name[] = [];
  for (const name of Object.keys(theirs) as Name[]) {
    if (isSame(theirs[name], base[name]) || isSame(theirs[name], mine[name])) continue;
    if (isSame(mine[name], base[name])) {
      values[name] = theirs[name];
      adopted.push(name);
    } else {
      disputed.push(name);
    }
  }
  return { values, disputed, adopted };
}
