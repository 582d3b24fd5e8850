import canonicalize from 'canonicalize';

/**
 * Puts a value into a prompt as data: canonical JSON between tags that the policy section tells the model never to obey.
 * No text can end the fence early, because JSON may write `<`, `>` and `&` as escapes, and here it always does.
 *
 * @example fenceData('panels', [{ panel: 'client' }]) // '<data name="panels">[{"panel":"client"}]</data>'
 */
export function fenceData(name: string, value: unknown): string {
  return `<data name="${name}">${escapeMarkup(canonicalJson(value))}</data>`;
}

/** JSON with its keys in order (RFC 8785): equal values give equal bytes. */
export function canonicalJson(value: unknown): string {
  return canonicalize(JSON.parse(JSON.stringify(value ?? null))) ?? 'null';
}

function escapeMarkup(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}
