import type { Agent, CallResult, ProposedCall } from '@countersign/core';

/** Errors of calls that were turned away before anything was begun: they use nothing up, and the model may correct itself. */
const notBegun: ReadonlySet<string> = new Set(['invalid_input', 'unknown_tool', 'permission_denied']);

/** A call that was left out, with the rule that says so. */
export interface CutCall extends ProposedCall {
  rule: 'one_mutation_per_turn';
}

/** Whether this run may still change something, and how often. Tasks are bounded by steps and money instead. */
export function countMutations(agent: Agent, cause: 'message' | 'task', results: readonly CallResult[]): 'unlimited' | 'one' | 'none' {
  if (agent.turnRule === 'unlimited' || cause === 'task') return 'unlimited';
  const isMade = results.some((result) => hasEffect(agent, result.tool) && (result.ok || !notBegun.has(result.error.code)));
  return isMade ? 'none' : 'one';
}

/** Keeps as many calls with an effect as the turn may have, in order; the rest is cut, with a note of the rule. */
export function limitMutations(
  agent: Agent,
  calls: readonly ProposedCall[],
  mutations: 'unlimited' | 'one' | 'none',
): { kept: ProposedCall[]; cut: CutCall[] } {
  let left = mutations === 'unlimited' ? Number.POSITIVE_INFINITY : mutations === 'one' ? 1 : 0;
  const kept: ProposedCall[] = [];
  const cut: CutCall[] = [];
  for (const call of calls) {
    if (!hasEffect(agent, call.tool)) kept.push(call);
    else if (left > 0) {
      left -= 1;
      kept.push(call);
    } else cut.push({ ...call, rule: 'one_mutation_per_turn' });
  }
  return { kept, cut };
}

/** A tool that nobody has changes nothing; disposing refuses it. */
function hasEffect(agent: Agent, name: string): boolean {
  return agent.tools.some((tool) => tool.name === name && tool.effect !== 'none');
}
