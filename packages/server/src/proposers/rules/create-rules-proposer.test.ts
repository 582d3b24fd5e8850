import { applyEvent, defineAgent, defineIntent, emptyView, node, Proposal, type SessionView } from '@countersign/core';
import { describe, expect, it } from 'vitest';
import type { ProposerTurn } from '../proposer.ts';
import { trainClassifier } from './classify.ts';
import { createRulesProposer } from './create-rules-proposer.ts';
import { phone } from './slots/phone.ts';

const say = (text: string) => ({ show: [node('message', { role: 'agent', text })] });
const light = defineIntent({
  name: 'switch_light',
  title: 'Switch a light',
  examples: [
    'switch the lamp on',
    'lamp on',
    'turn the lamp off',
    'lights off',
    'switch off the lamp',
    'put the lamp on',
    'lamp off please',
    'turn on the lamp in the hall',
  ],
  slots: {},
  propose: ({ picked }) => say(`light ${picked.room ?? ''}`),
});
const ring = defineIntent({
  name: 'ring_number',
  title: 'Ring a number',
  examples: [
    'ring {phone}',
    'dial {phone}',
    'dial the number {phone}',
    'ring the number {phone}',
    'place a call to {phone}',
    'connect me with {phone}',
    'get {phone} on the line',
  ],
  counterExamples: ['save the number {phone}', 'block {phone}'],
  slots: { phone },
  propose: ({ slots }) => say(`ring ${slots.phone}`),
});
const agent = defineAgent({ name: 'butler', description: 'Runs the house.', tools: [], intents: [light, ring] });
const rules = createRulesProposer({ agent, country: 'US' });

function toTurn(text: string, options: { view?: SessionView; pick?: { key: string; value: string } } = {}): ProposerTurn {
  const message = { type: 'ui.append', key: 'message:r', runId: 'r', node: node('message', { role: 'user', text }) } as const;
  const before = options.view ?? emptyView;
  const view = applyEvent(before, { ...message, seq: before.last + 1, at: '' });
  return {
    ...{ runId: 'r', sessionId: 's', agent, stepIndex: 0, now: new Date(0), results: [], signal: AbortSignal.timeout(1_000) },
    principal: { tenantId: 't', userId: 'u', roles: [], timeZone: 'UTC' },
    cause: { kind: 'message', text, ...(options.pick ? { pick: options.pick } : {}) },
    view: () => Promise.resolve(view),
  };
}

const reply = async (turn: ProposerTurn) => {
  const proposal = Proposal.parse(await rules.propose(turn));
  expect(proposal.calls).toEqual([]);
  return String(proposal.show[0]?.props.text ?? proposal.show[0]?.props.question);
};

const room = {
  question: 'Which room?',
  intent: 'switch_light',
  text: 'lamp on',
  slot: 'room',
  picked: {},
  choices: [
    { value: 'k', label: 'Kitchen' },
    { value: 'b', label: 'Bath' },
  ],
};
const asked = applyEvent(emptyView, { seq: 1, at: '', type: 'ui.append', key: 'q', runId: 'r0', node: node('question', room) });

describe('the rules proposer', () => {
  it('asks the intent it recognises, with the slots read', async () => {
    expect(await reply(toTurn('please dial 555-219-8841'))).toBe('ring +15552198841');
    expect(await reply(toTurn('turn the lamp on'))).toBe('light ');
  });

  it('takes a task as it takes a message', async () => {
    expect(await reply({ ...toTurn(''), cause: { kind: 'task', task: 'dial 555-219-8841' } })).toBe('ring +15552198841');
  });

  it('says what it can do when asked, and when it understands nothing', async () => {
    expect(await reply(toTurn('what can you do?'))).toBe('Runs the house.\n\nI can:\n• Switch a light\n• Ring a number');
    for (const text of ['what is the capital of France', 'block 555-219-8841', 'zzz', '?!']) expect(await reply(toTurn(text))).toContain('nothing I can do');
  });

  it('goes on with the question it asked, picked or typed', async () => {
    expect(await reply(toTurn('Bath', { view: asked, pick: { key: 'q', value: 'b' } }))).toBe('light b');
    expect(await reply(toTurn('the kitchen', { view: asked }))).toBe('light k');
    expect(await reply(toTurn('Attic', { view: asked, pick: { key: 'q', value: 'attic' } }))).toContain('no longer open');
  });

  it('gives the same proposal again, also for a turn whose session went on', async () => {
    const turn = toTurn('the kitchen', { view: asked });
    const later = applyEvent(await turn.view(), {
      seq: 9,
      at: '',
      type: 'ui.append',
      key: 'x',
      runId: 'r',
      node: node('message', { role: 'agent', text: 'light k' }),
    });
    expect(await rules.propose({ ...turn, stepIndex: 1, view: () => Promise.resolve(later) })).toEqual(await rules.propose(turn));
  });

  it('asks which of two it is, and goes on with the sentence', async () => {
    const which = applyEvent(emptyView, {
      ...{ seq: 1, at: '', type: 'ui.append', key: 'w', runId: 'r0' },
      node: node('question', {
        question: '?',
        intent: 'switch_light',
        text: 'dial 555-219-8841',
        slot: '$intent',
        picked: {},
        choices: [{ value: 'ring_number', label: 'Ring a number' }],
      }),
    });
    expect(await reply(toTurn('ring', { view: which }))).toBe('ring +15552198841');
  });

  it('refuses an example of a slot that is not there', () => {
    const broken = defineIntent({ name: 'broken', title: 'x', examples: ['do {that}'], slots: {}, propose: () => say('') });
    expect(() => createRulesProposer({ agent: defineAgent({ name: 'a', description: 'x', tools: [], intents: [broken] }), country: 'US' })).toThrow(
      'no slot "that"',
    );
  });

  it('works for an agent without intents, and with a single example', async () => {
    const single = defineIntent({ name: 'one', title: 'One', examples: ['water the roses'], slots: {}, propose: () => say('watered') });
    for (const intents of [[], [single]]) {
      const small = defineAgent({ name: 'small', description: 'Small.', tools: [], intents });
      const proposal = Proposal.parse(await createRulesProposer({ agent: small, country: 'US' }).propose(toTurn('what can you do')));
      expect(proposal.show[0]?.props.text).toContain('I can:');
    }
  });
});

describe('the classifier', () => {
  it('gives the same answer every time it is trained', () => {
    const [one, two] = [trainClassifier(agent, 'US'), trainClassifier(agent, 'US')];
    expect(one.classify('put the lights off')).toEqual(two.classify('put the lights off'));
    expect(one.temperature).toBe(two.temperature);
  });

  it('is less sure of words it never saw', () => {
    const classifier = trainClassifier(agent, 'US');
    const confidence = (text: string) => classifier.classify(text).ranked.find(({ label }) => label === 'switch_light')?.probability ?? 0;
    expect(confidence('switch the lamp off')).toBeGreaterThan(0.9);
    expect(confidence('switch the gearbox vendor off')).toBeLessThan(confidence('switch the lamp off') - 0.1);
  });

  it('gives probabilities', () => {
    const { ranked } = trainClassifier(agent, 'US').classify('lamp');
    expect(ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
    expect(ranked.map(({ probability }) => probability)).toEqual(ranked.map(({ probability }) => probability).toSorted((a, b) => b - a));
  });
});
