import type { PoliciesTried } from '@countersign/core';

/** What a trial found. @example 'Of 412 calls in the last 30 days these rules would have denied 2 and asked on 14; those in force 0 and 14.' */
export function toTrialWords({ days, calls, isComplete, unknown, proposed, current }: PoliciesTried): string {
  if (calls === 0) return `The copilot made no calls in the last ${days} days, so there is nothing to try the rules on.`;
  const count = `${isComplete ? '' : 'the latest '}${calls.toLocaleString('en-US')} ${calls === 1 ? 'call' : 'calls'}`;
  const gone = unknown > 0 ? ` ${unknown} of them were of tools that are no more.` : '';
  return `Of ${count} in the last ${days} days these rules would have denied ${proposed.denied} and asked on ${proposed.asked}; those in force ${current.denied} and ${current.asked}.${gone}`;
}
