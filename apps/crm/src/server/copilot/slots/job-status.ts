/** The states that a sentence may put a job into. */
export type WantedStatus = 'in_progress' | 'done' | 'cancelled' | 'no_show';

const patterns: readonly [WantedStatus, RegExp][] = [
  ['no_show', /\b(?:no[\s-]?shows?|did(?:n['’]t| not) (?:show|come|turn up)|never (?:showed|came|turned up)|failed to show)\b/iu],
  ['cancelled', /\b(?:cancel(?:led|ed|s)?|call(?:ed)? off|scrap|scratch|drop)\b/iu],
  ['done', /\b(?:done|finish(?:ed)?|complete[ds]?|all set|wrap(?:ped)? up|close[ds]?(?: out)?|ready)\b/iu],
  ['in_progress', /\b(?:in[\s-]progress|start(?:ed|ing)?|begin|began|begun|under ?way|working on|being worked on)\b/iu],
];

/** What a job is to become. Undefined: the sentence does not say. */
export const readWantedStatus = (text: string): WantedStatus | undefined => patterns.find(([, pattern]) => pattern.test(text))?.[0];

export const statusWords: Readonly<Record<WantedStatus, string>> = { in_progress: 'in progress', done: 'done', cancelled: 'cancelled', no_show: 'a no-show' };
