import { CountersignError } from '@countersign/core';

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What a change names; what it leaves out stays as it is. */
export function withoutUndefined<T extends object>(changes: T): Given<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** Tells why a conditional update met no row, though the record exists. @throws {CountersignError} always: `conflict` with `{ current }` */
export function requireVersion(noun: string, version: number | undefined, current: { version: number }): never {
  const message = `This ${noun} was changed by someone else since you opened it (version ${current.version}, yours is ${version}). Look at the current values and save again.`;
  throw new CountersignError('conflict', message, { details: { current } });
}
