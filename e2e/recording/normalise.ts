import { START } from './clock.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|\+00:00)/g;
const HASH = /\b(?:[0-9a-f]{64}|[0-9a-f]{32})\b/g;
/** The minute in which a model was asked, as its prompt says it. */
const MINUTE = /"time":"\d{2}:\d{2}"/g;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Longer than all recordings take, also on a machine that has other things to do. */
const WINDOW_MS = 50 * MINUTE_MS;

/**
 * Makes two plays of one scenario equal: ids become `run#1`, `client#2`, … in the order in which they come up, what happened
 * while it was played becomes `<time>`, and keys of objects are put in order. Anything else stays as it is.
 */
export function createNormaliser(kindOf: (id: string) => string | undefined): (value: unknown) => unknown {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (id: string, kind: string): string => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    names.set(id, `${kind}#${count}`);
    return `${kind}#${count}`;
  };
  const ofText = (text: string): string =>
    text
      .replaceAll(UUID, (id) => nameOf(id, kindOf(id) ?? 'id'))
      .replaceAll(INSTANT, toTime)
      .replaceAll(MINUTE, '"time":"<minute>"')
      .replaceAll(HASH, (hash) => nameOf(hash, hash.length === 64 ? 'hash' : 'key'));
  const normalise = (value: unknown): unknown => {
    if (value instanceof Date) return toTime(value.toISOString());
    if (typeof value === 'string') return ofText(value);
    if (Array.isArray(value)) return value.map(normalise);
    if (typeof value !== 'object' || value === null) return value;
    // What a prompt's clock says is another text every minute, and so is its hash.
    if ('hash' in value && 'name' in value && value.name === 'clock') return { hash: '<hash of the clock>', name: 'clock' };
    // By the order of the names as they are printed, or the order of two ids would decide.
    const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(
      entries.filter(([, inner]) => inner !== undefined).map(([key, inner]) => [ofText(key), normalise(key === 'output' ? shorten(inner) : inner)]),
    );
  };
  return normalise;
}

const MOST = 3;

/** What a search came back with, as far as a reader needs it: of long lists the first entries and how many there were. */
function shorten(output: unknown): unknown {
  if (Array.isArray(output)) return output.length > MOST ? [...output.slice(0, MOST).map(shorten), `… ${output.length} in all`] : output.map(shorten);
  if (typeof output !== 'object' || output === null || output instanceof Date) return output;
  return Object.fromEntries(Object.entries(output).map(([key, inner]) => [key, shorten(inner)]));
}

/** An instant of the play, or whole hours from one: when something expires is behaviour, the second is not. */
function toTime(instant: string): string {
  const sinceMs = new Date(instant).getTime() - START.getTime();
  const hours = Math.floor(sinceMs / HOUR_MS);
  // What people have planned, and what the demo has, is on the minute; what happens is not.
  if (sinceMs % MINUTE_MS === 0 || sinceMs - hours * HOUR_MS >= WINDOW_MS) return new Date(instant).toISOString();
  return hours === 0 ? '<time>' : `<time${hours > 0 ? '+' : '-'}${Math.abs(hours)}h>`;
}

/** Lists what belongs to which id: the names that ids get. */
export function listKinds(groups: readonly (readonly [string, readonly object[]])[]): Map<string, string> {
  const kinds = new Map<string, string>();
  for (const [kind, rows] of groups) for (const row of rows) if ('id' in row && typeof row.id === 'string') kinds.set(row.id, kind);
  return kinds;
}
