import { node, type ProposalInput } from '@countersign/core';

/** Says something and ends the run. */
export function say(text: string): ProposalInput {
  return { show: [node('message', { role: 'agent', text })], calls: [], isFinal: true };
}
