/** The user stops for this long before what was typed is told to the session. */
const DEBOUNCE_MS = 400;
/** The longest text of a report; a longer one would come back cut after a reload, so it is left out. */
const MAX_TEXT = 4_000;

/** What a report can carry. Other values have a place in the form only. */
export type Scalar = string | number | boolean | null;

/** Gathers the user's edits and reports them together, once the typing pauses. */
export function createFieldReport(read: (name: string) => unknown, send: (fields: Record<string, Scalar>) => void) {
  const edited = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    const values = [...edited].map((name) => [name, toScalar(read(name))] as const).filter((entry): entry is [string, Scalar] => entry[1] !== undefined);
    edited.clear();
    if (values.length > 0) send(Object.fromEntries(values));
  };
  return {
    add(name: string): void {
      edited.add(name);
      clearTimeout(timer);
      timer = setTimeout(flush, DEBOUNCE_MS);
    },
    flush,
  };
}

function toScalar(value: unknown): Scalar | undefined {
  if (typeof value === 'string') return value.length <= MAX_TEXT ? value : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'boolean' || value === null ? value : undefined;
}
