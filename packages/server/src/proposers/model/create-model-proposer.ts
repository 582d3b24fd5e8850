import { type Json, node } from '@countersign/core';
import type { Usage } from '@countersign/core/internal';
import { type PackedPrompt, packPrompt } from '../../prompts/pack-prompt.ts';
import type { Proposer, ProposerReply, ProposerTurn } from '../proposer.ts';
import type { RulesDecision, RulesProposer } from '../rules/create-rules-proposer.ts';
import { toAccount, toAccountNotice } from './account.ts';
import { type Asked, askTwice, toTrace } from './ask-twice.ts';
import { countMutations, limitMutations } from './limit-mutations.ts';
import type { Attempt, ModelGateway } from './model-gateway.ts';
import { notices, toCutNotice, toNotice } from './notices.ts';
import { readCalls } from './read-calls.ts';

export interface ModelProposerOptions {
  gateway: ModelGateway;
  rules: RulesProposer;
}

/**
 * Rules first, a model for the rest: what the rules understand with confidence never reaches a model, and where no model can
 * be reached the rules answer, with a notice that says so.
 *
 * @example createModelProposer({ gateway, rules: createRulesProposer({ agent, country: 'US' }) })
 */
export function createModelProposer({ gateway, rules }: ModelProposerOptions): Proposer {
  return {
    name: 'model',
    async propose(turn) {
      // Decided on the message alone, so that every step of a run is decided alike whatever its results are by now.
      const first = await rules.decide({ ...turn, results: [] });
      if (first.isMine) return { ...(turn.results.length === 0 ? first.proposal : (await rules.decide(turn)).proposal), proposedBy: rules.name };
      return proposeByModel(gateway, turn, first);
    },
  };
}

async function proposeByModel(gateway: ModelGateway, turn: ProposerTurn, rules: RulesDecision): Promise<ProposerReply> {
  const { principal, cause, runId, now, results } = turn;
  // A form is for somebody who sits before it; a task gets its work done by calls.
  const agent = cause.kind === 'message' ? turn.agent : { ...turn.agent, panels: [] };
  const mutations = countMutations(agent, cause.kind, results);
  const request = cause.kind === 'task' ? cause.task : cause.text;
  const packed = packPrompt({ agent, principal, request, runId, view: await turn.view(), now, results, mutations });
  const asked = await askTwice(gateway, cause.kind === 'task' ? 'reasoning' : 'fast', packed, turn);
  const origin = (extra: Record<string, Json> = {}) => toOrigin(packed, asked, turn, extra);
  const account = toAccount(agent, results);
  switch (asked.type) {
    case 'none':
      return { ...toFallback(asked.reason, turn, rules), ...origin() };
    case 'defect': {
      const text = asked.defect === 'length' && asked.reply.calls.length === 0 ? asked.reply.text : '';
      const facts = text.trim() === '' ? [] : [toAccountNotice(account, { cause: cause.kind })];
      const show = [...toMessage(text), ...facts, toNotice(notices[asked.defect])];
      return { show, end: { status: 'failed', reason: `model_${asked.defect}` }, ...origin() };
    }
    case 'replied': {
      const read = readCalls(agent, request, asked.reply.calls);
      const { kept, cut } = limitMutations(agent, read.calls, mutations);
      const cutNodes = cut.length > 0 ? [toCutNotice(cut.map(({ tool }) => tool))] : [];
      const isUsersTurn = read.nodes.length > 0;
      // Words beside a call were written before its outcome was known; they are on the record, but nobody is told them.
      const words = kept.length > 0 ? [] : toMessage(asked.reply.text);
      const hasNothing = kept.length + words.length + read.nodes.length + cutNodes.length === 0;
      if (hasNothing) return { show: [toNotice(notices.empty)], end: { status: 'failed', reason: 'model_empty' }, ...origin({ problems: read.problems }) };
      const asksInWords = kept.length === 0 && read.nodes.some(({ type }) => type !== 'panel-open-command');
      // Words of a model never stand alone: under them code says what was changed and what was not.
      const hasForm = read.nodes.some(({ type }) => type === 'panel-open-command');
      const facts = words.length > 0 || asksInWords ? [toAccountNotice(account, { cause: cause.kind, hasForm })] : [];
      return {
        show: [...words, ...read.nodes, ...cutNodes, ...facts],
        calls: kept.slice(0, MAX_CALLS),
        isFinal: isUsersTurn || kept.length === 0,
        ...(kept.length === 0 && account.notDone.length > 0 && { end: { status: 'completed_with_failures', reason: 'not_done' } as const }),
        ...origin({ cut: cut as unknown as Json, problems: read.problems }),
      };
    }
    default:
      return asked satisfies never;
  }
}

/** More calls than a proposal may hold are not read: such a reply is a model gone astray, and the bounds end its run. */
const MAX_CALLS = 50;

const toMessage = (text: string) => (text.trim() === '' ? [] : [node('message', { role: 'agent', text: text.trim() })]);

/** No model answered. The rules say what they can, without doing anything; a run that had begun ends where it stands. */
function toFallback(reason: 'unreachable' | 'over_budget', turn: ProposerTurn, rules: RulesDecision): ProposerReply {
  if (reason === 'over_budget') return { show: [], end: { status: 'budget_exceeded', reason: 'cost' } };
  const end = { status: 'failed', reason: 'model_unreachable' } as const;
  if (turn.results.length > 0) return { show: [toNotice(notices.gaveUp)], end };
  const show = [toNotice(notices.unreachable), ...(rules.proposal.show ?? [])];
  // A question of the rules is theirs to go on with: the run did what it could.
  const isAsking = rules.proposal.isIncomplete === true || show.some(({ type }) => type === 'question');
  return isAsking ? { show, isFinal: true } : { show, isFinal: true, end };
}

function toOrigin(packed: PackedPrompt, asked: Asked, turn: ProposerTurn, extra: Record<string, Json>): Pick<ProposerReply, 'usage' | 'trace' | 'proposedBy'> {
  const proposedBy = asked.type === 'none' ? 'rules' : asked.model;
  return { usage: toUsage(asked.attempts, proposedBy), trace: toTrace(packed, asked, turn.results.length, extra), proposedBy };
}

/** All attempts of a step together, failed ones included. */
function toUsage(attempts: readonly Attempt[], model: string): Usage {
  const sum = (key: 'inputTokens' | 'outputTokens' | 'costMicros') => attempts.reduce((total, attempt) => total + (attempt[key] ?? 0), 0);
  return { model, inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens'), costMicros: sum('costMicros') };
}
