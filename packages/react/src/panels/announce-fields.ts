import type { FieldOutcome } from '@countersign/core/internal';

/**
 * Says in one sentence what became of a patch, for a polite live region.
 *
 * @example announceFields({ firstName: 'applied', email: 'skipped_user_touched' }) // "Filled in first name. Kept your email."
 */
export function announceFields(outcomes: Readonly<Record<string, FieldOutcome>>, labels: Readonly<Record<string, string>> = {}): string {
  const named = (outcome: FieldOutcome) =>
    Object.keys(outcomes)
      .filter((name) => outcomes[name] === outcome)
      .map((name) => labels[name] ?? toWords(name));
  const filled = named('applied');
  const kept = named('skipped_user_touched');
  const invalid = named('invalid');
  return [
    filled.length > 0 ? `Filled in ${toList(filled)}.` : '',
    kept.length > 0 ? `Kept your ${toList(kept)}.` : '',
    invalid.length > 0 ? `Could not fill in ${toList(invalid)}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** `address.zipCode` → `address zip code` */
function toWords(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[._\s]+/g, ' ')
    .trim()
    .toLowerCase();
}

function toList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
