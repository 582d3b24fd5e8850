import { type Agent, type CallResult, type ErrorCode, type NodeProps, node, type UiNode } from '@countersign/core';
import { canonicalJson } from '../../prompts/fence-data.ts';

/** What the calls of a run came to, counted by code from their results. */
export interface Account {
  /** Tools whose effect took place in this run, each time once. */
  done: string[];
  /** Tools whose effect was wanted and did not take place, with the reason. */
  notDone: { tool: string; why: string }[];
}

/**
 * Reads off the results what was changed and what was not. A call that was malformed is made good by a later one of the same
 * tool; one that had begun only by a later one with the same input, since another recipient is another effect.
 */
export function toAccount(agent: Agent, results: readonly CallResult[]): Account {
  const account: Account = { done: [], notDone: [] };
  results.forEach((result, index) => {
    if (!mayHaveEffect(agent, result.tool)) return;
    if (result.ok) {
      if (!result.replayed) account.done.push(result.tool);
    } else if (!results.slice(index + 1).some((later) => isMadeGood(result, later))) {
      account.notDone.push({ tool: result.tool, why: reasons[result.error.code] ?? 'it failed' });
    }
  });
  return account;
}

/** A tool that nobody has was meant to do something: nobody can say that it was only to read. */
function mayHaveEffect(agent: Agent, name: string): boolean {
  return agent.tools.find((tool) => tool.name === name)?.effect !== 'none';
}

function isMadeGood(failed: CallResult & { ok: false }, later: CallResult): boolean {
  if (!later.ok || later.tool !== failed.tool) return false;
  return failed.error.code === 'invalid_input' || canonicalJson(later.input) === canonicalJson(failed.input);
}

/** By code and not by message: a message may quote what somebody wrote. */
const reasons: Partial<Record<string, string>> & Partial<Record<ErrorCode, string>> = {
  invalid_input: 'the request did not fit',
  unknown_tool: 'there is no such action here',
  permission_denied: 'you may not do this',
  policy_denied: 'a rule of your organisation forbids it',
  approval_denied: 'it was not approved',
  approval_expired: 'nobody approved it in time',
  repeated_call: 'it was tried too often',
  timed_out: 'it took too long',
  cancelled: 'it was cancelled',
  in_progress: 'it is under way elsewhere',
  in_doubt: 'an earlier one may have happened',
};

/**
 * The line under a model's words that says, by code, what was changed and what was not: whatever the words claim, in whatever
 * language, the facts stand beside them.
 */
export function toAccountNotice({ done, notDone }: Account, { cause, hasForm = false }: { cause: 'message' | 'task'; hasForm?: boolean }): UiNode {
  const failed = notDone.map(({ tool, why }) => `${inWords(tool)} (${why})`);
  // Said of this message only: a form that is saved later, or was saved before, is another matter.
  const nothing = hasForm ? 'Nothing is changed until you save the form.' : `I changed nothing for this ${cause}.`;
  const parts = [
    ...(failed.length > 0 ? [`Not done: ${list(failed)}.`] : []),
    ...(done.length > 0 ? [`Done: ${list(done.map(inWords))}. I changed nothing else.`] : [nothing]),
  ];
  const props: NodeProps<'notice'> = { level: failed.length > 0 ? 'warning' : 'info', text: parts.join(' '), isAccount: true };
  return node('notice', props);
}

const inWords = (tool: string) => tool.replaceAll('_', ' ').slice(0, 100);

/** @example list(['send text', 'send text', 'add note']) // 'send text (2 times), add note' */
function list(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${name} (${count} times)` : name)).join(', ');
}
