import { OWN_TENANT, type SwitchList } from '@countersign/core';
import { toToolWords } from '../runs/run-words.ts';

export type SwitchView = SwitchList['switches'][number];
type What = Pick<SwitchView, 'kind' | 'name'>;

/** What is switched, as people call it. @example toSwitchTitle({ kind: 'tool', name: 'send_text' }) // 'Send text' */
export function toSwitchTitle({ kind, name }: What): string {
  switch (kind) {
    case 'tool':
      return toToolWords(name);
    case 'agent':
      return name === 'copilot' ? 'The copilot' : toToolWords(name);
    case 'tenant':
      return 'Everything in this shop';
    case 'everything':
      return 'Everything, in every shop';
    default:
      return kind satisfies never;
  }
}

/** What it means that it is off. */
export function toConsequence({ kind }: What): string {
  if (kind === 'tool') return 'The copilot is refused whenever it wants to use this, and says so. People go on as ever.';
  const whom = kind === 'agent' ? 'It answers nobody' : 'No agent answers anybody';
  return `${whom}, and its work pauses where it is. Paused work goes on when it is switched on again. People go on as ever.`;
}

/** Only those who run the product lift what they have switched off. */
export function isOperators({ kind, name }: What): boolean {
  return kind === 'everything' || (kind === 'tenant' && name !== OWN_TENANT);
}
