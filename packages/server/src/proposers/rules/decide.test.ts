import { applyEvent, defineAgent, defineIntent, emptyView, node, type SessionView } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import type { ProposerTurn } from '../proposer.ts';
import { createRulesProposer, MODEL_INTENT } from './create-rules-proposer.ts';

const lamp = defineIntent({
  name: 'switch_lamp',
  title: 'Switch the lamp',
  examples: ['switch the lamp on', 'lamp on', 'turn the lamp off', 'lamp off', 'switch off the lamp', 'put the lamp on', 'lamp off please', 'turn on the lamp'],
  slots: {},
  propose: ({ results }) => ({ show: [node('message', { role: 'agent', text: 'Which lamp?' })], isIncomplete: results.length === 0 }),
});
const door = defineIntent({
  name: 'open_door',
  title: 'Open the door',
  examples: ['open the door', 'door open please', 'unlock the door', 'let me in through the door', 'open up the front door', 'open the back door'],
  slots: {},
  propose: () => ({ show: [node('message', { role: 'agent', text: 'Open.' })] }),
});
const agent = defineAgent({ name: 'butler', description: 'Runs the house.', tools: [], intents: [lamp, door] });
const rules = createRulesProposer({ agent, country: 'US' });

const asked = (intent: string) =>
  applyEvent(emptyView, {
    ...{ seq: 1, at: '', type: 'ui.append', key: 'q', runId: 'r0' },
    node: node('question', { question: '?', intent, text: 'x', slot: 'choice', picked: {}, choices: [{ value: 'Red', label: 'Red' }] }),
  });

function toTurn(text: string, view: SessionView = emptyView, pick?: { key: string; value: string }): ProposerTurn {
  return {
    ...{ runId: 'r', sessionId: 's', agent, stepIndex: 0, now: new Date(0), results: [], signal: AbortSignal.timeout(1_000) },
    principal: { tenantId: 't', userId: 'u', roles: [], timeZone: 'UTC' },
    cause: pick ? { kind: 'message', text, pick } : { kind: 'message', text },
    view: () => Promise.resolve(view),
  };
}
const isMine = async (turn: ProposerTurn) => (await rules.decide(turn)).isMine;

describe('a turn is the rules’ own', () => {
  test.each(['open the door', 'what can you do?'])('when they understand it: %s', async (text) => {
    expect(await isMine(toTurn(text))).toBe(true);
  });

  test.each([
    'the same as last time but for the other house, Friday afternoon',
    "don't open the door",
    'what happens when I open the door?',
    'open the door and then open the back door',
  ])('but not when they would only say so: %s', async (text) => {
    const decision = await rules.decide(toTurn(text));
    expect(decision.isMine).toBe(false);
    expect(decision.proposal.calls ?? []).toEqual([]);
  });

  test('not when the intent says that something was left out', async () => {
    expect(await isMine(toTurn('turn the lamp off'))).toBe(false);
  });

  test('not when a choice answers a question of a model', async () => {
    expect(await isMine(toTurn('Red', asked(MODEL_INTENT), { key: 'q', value: 'Red' }))).toBe(false);
    expect(await isMine(toTurn('the first one', asked(MODEL_INTENT)))).toBe(false);
    // A question of an intent that is gone is nobody's any more: the rules say so.
    expect(await isMine(toTurn('Red', asked('gone'), { key: 'q', value: 'Red' }))).toBe(true);
  });

  test('in the same way as without models', async () => {
    const turn = toTurn('open the door');
    expect((await rules.decide(turn)).proposal).toEqual(await rules.propose(turn));
  });
});
