import type { TracedArgument } from '@countersign/core';
import { fillText } from '../fill-text.ts';
import type { DockTexts } from '../texts.ts';
import { capitalize, toWords } from '../to-words.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** Targets that neither the person named nor a record holds, each in a sentence. Those of other origins need no warning. */
export function toOriginWarnings(origins: readonly TracedArgument[], texts: DockTexts): string[] {
  return origins.flatMap(({ path, value, origin }) => {
    const what = withValue(toPathWords(path) || texts.originTarget, value, texts);
    switch (origin.kind) {
      case 'third_party':
        return [fillText(texts.originThirdParty, { what, tool: toWords(origin.tool) })];
      case 'unknown':
        return [fillText(texts.originUnknown, { what })];
      case 'user_words':
      case 'allow_list':
      case 'trusted_field':
        return [];
      default:
        return origin satisfies never;
    }
  });
}

/** Ids tell a person nothing. */
function withValue(what: string, value: TracedArgument['value'], texts: DockTexts): string {
  if (typeof value === 'string') return uuid.test(value) ? what : fillText(texts.originText, { what, value });
  return typeof value === 'number' ? `${what} ${value}` : what;
}

/** @example toPathWords('/lines/0/serviceId') // 'Lines 1 service' */
function toPathWords(path: string): string {
  const parts = path.split('/').slice(1);
  const words = parts
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : toWords(part.replaceAll('~1', '/').replaceAll('~0', '~').replace(/Ids?$/, ''))))
    .filter((part) => part !== '')
    .join(' ');
  return capitalize(words);
}
