/** A form that opens may put the focus into a field by itself; this long, a focus without any pointer or key is taken for that. */
const AUTOFOCUS_MS = 500;

/**
 * Which fields belong to the user. A field is the user's from the first focus, input or composition on, not from blur: an
 * agent that writes into a field where somebody is about to type has already taken it away.
 */
export function createTouchedFields(now: () => number = Date.now) {
  const touched = new Set<string>();
  let focused: string | undefined;
  let openedAt: number | undefined;
  let hasInteracted = false;
  return {
    /** From here on a focus counts. Before, the form was not on the screen. */
    open(): void {
      openedAt = now();
      hasInteracted = false;
    },
    /** Pointer or key: the user is in the form. */
    interact(): void {
      hasInteracted = true;
    },
    focus(name: string | undefined): void {
      focused = name;
      const isAutofocus = openedAt === undefined || (!hasInteracted && now() - openedAt < AUTOFOCUS_MS);
      if (name !== undefined && !isAutofocus) touched.add(name);
    },
    blur(): void {
      focused = undefined;
    },
    touch(name: string | undefined): void {
      if (name !== undefined) touched.add(name);
    },
    forget(name: string): void {
      touched.delete(name);
    },
    /** `isOpening`: the form has just opened, so a focus in it is not yet the user's. */
    has(name: string, isOpening = false): boolean {
      return touched.has(name) || (!isOpening && focused === name);
    },
  };
}

/** The field an event happened in: the `name` of the element, or the nearest `data-field` above it. */
export function fieldNameOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.getAttribute('name') || (target.closest('[data-field]')?.getAttribute('data-field') ?? undefined);
}
