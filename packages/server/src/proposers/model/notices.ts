import { node, type UiNode } from '@countersign/core';

/** What users read when a model could not do its part. Plain, and never more hopeful than the facts. */
export const notices = {
  unreachable: 'The language model cannot be reached just now, so this is what I can do without it. Nothing was changed.',
  gaveUp: 'The language model stopped answering, so I could not finish this. What was done so far is shown above; nothing more was done.',
  refused: 'The language model would not answer that, so I stopped there. Nothing more was done.',
  empty: 'The language model gave no answer, so I stopped there. Nothing more was done. Please try to say it in another way.',
  length: 'The answer was too long and was cut off, so I made no use of what it asked for. Please ask for less at once.',
} as const;

export const toNotice = (text: string, level: 'info' | 'warning' = 'warning'): UiNode => node('notice', { level, text });

/** The names of left-out calls in words. */
export function toCutNotice(tools: readonly string[]): UiNode {
  const names = [...new Set(tools)].map((name) => name.replaceAll('_', ' ')).join(', ');
  return toNotice(`I change one thing at a time, so I left out: ${names}. Ask me for it next.`, 'info');
}
