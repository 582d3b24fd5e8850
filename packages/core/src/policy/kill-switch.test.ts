import { expect, test } from 'vitest';
import { explainSwitch, findSwitch, type KillSwitch } from './kill-switch.ts';

const off = (kind: KillSwitch['kind'], name = ''): KillSwitch => ({ kind, name, setBy: 'Nora', reason: 'We look at something first.' });

test('a switch stops what it names and nothing else', () => {
  const switches = [off('tool', 'send_text'), off('agent', 'copilot')];
  expect(findSwitch(switches, { agent: 'copilot', tool: 'send_text' })?.kind).toBe('agent');
  expect(findSwitch(switches, { agent: 'front_desk', tool: 'send_text' })?.kind).toBe('tool');
  expect(findSwitch(switches, { agent: 'front_desk', tool: 'find_clients' })).toBeUndefined();
  expect(findSwitch(switches, { agent: 'front_desk' })).toBeUndefined();
});

test('the widest one is the one that is told of', () => {
  expect(findSwitch([off('agent', 'copilot'), off('tenant'), off('everything')], { agent: 'copilot' })?.kind).toBe('everything');
  expect(findSwitch([off('agent', 'copilot'), off('tenant')], { agent: 'copilot' })?.kind).toBe('tenant');
});

test.each([
  [off('tool', 'send_text'), 'The tool send_text is switched off by Nora: We look at something first.'],
  [off('agent', 'copilot'), 'The agent copilot is switched off by Nora: We look at something first.'],
  [off('tenant'), 'The agents of this organisation are switched off by Nora: We look at something first.'],
  [off('everything'), 'All agents are switched off by Nora: We look at something first.'],
])('says who and why', (one, words) => expect(explainSwitch(one)).toBe(words));
