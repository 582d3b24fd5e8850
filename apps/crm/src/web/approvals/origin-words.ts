import { explainOrigin, isTraceable, type TracedArgument } from '@countersign/core';

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** Targets that neither the person named nor a record holds, each in a sentence. Those of other origins need no warning. */
export function toOriginWarnings(origins: readonly TracedArgument[]): string[] {
  return origins
    .filter(({ origin }) => !isTraceable(origin))
    .map(({ path, value, origin }) => `${toPathWords(path)}${toValueWords(value)}: ${explainOrigin(origin)}.`);
}

/** Ids tell a person nothing. */
function toValueWords(value: TracedArgument['value']): string {
  if (typeof value === 'string') return uuid.test(value) ? '' : ` “${value}”`;
  return typeof value === 'number' ? ` ${value}` : '';
}

/** @example toPathWords('/lines/0/serviceId') // 'Lines 1 service' */
function toPathWords(path: string): string {
  const parts = path.split('/').slice(1);
  const words = parts
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : toWords(part.replaceAll('~1', '/').replaceAll('~0', '~'))))
    .filter((part) => part !== '')
    .join(' ');
  return words === '' ? 'The target' : words.charAt(0).toUpperCase() + words.slice(1);
}

const toWords = (name: string) =>
  name
    .replace(/Ids?$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
