/** What became of one field of an agent's patch. The client decides; the agent is told. */
export type FieldOutcome = 'applied' | 'skipped_user_touched' | 'invalid' | 'unknown_field';

/** A field of an open form, as the merge sees it. */
export interface FieldState {
  value: unknown;
  /** True from the first focus, input or composition of the user on, not only from blur. */
  isTouched: boolean;
}

/** Who has to win when an agent writes a field: the user, always. */
export function mergeField(field: FieldState | undefined, isValid: boolean): FieldOutcome {
  if (!field) return 'unknown_field';
  if (field.isTouched) return 'skipped_user_touched';
  return isValid ? 'applied' : 'invalid';
}

/**
 * Merges a patch into a form's fields, field by field.
 *
 * @returns the values to write and the outcome of every field of the patch
 * @example mergePatch({ phone: '+1…' }, { phone: { value: '', isTouched: false } }, () => true)
 */
export function mergePatch(
  patch: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, FieldState>>,
  isValid: (name: string, value: unknown) => boolean,
): { values: Record<string, unknown>; outcomes: Record<string, FieldOutcome> } {
  const decided = Object.entries(patch).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return { name, value, outcome: mergeField(field, field !== undefined && isValid(name, value)) };
  });
  // From entries: assigning to a field named __proto__ would lose its outcome.
  return {
    values: Object.fromEntries(decided.filter(({ outcome }) => outcome === 'applied').map(({ name, value }) => [name, value])),
    outcomes: Object.fromEntries(decided.map(({ name, outcome }) => [name, outcome])),
  };
}
