import type { Proposer, ProposerReply, ProposerTurn } from '../proposers/proposer.ts';

/**
 * A proposer that answers by a function of the turn, instantly and without a model. For tests and benchmarks; it is a
 * script and says so in every step it writes.
 *
 * @example scriptedProposer((turn) => turn.stepIndex === 0 ? { calls: [{ tool: 'send', input: {} }] } : { isFinal: true })
 */
export function scriptedProposer(script: (turn: ProposerTurn) => ProposerReply | Promise<ProposerReply>): Proposer {
  return { name: 'scripted', propose: script };
}
