import { expect, test } from 'vitest';
import { toAlertNote } from './alert-words.ts';
import { isOperators, toConsequence, toSwitchTitle } from './switch-words.ts';

test.each([
  [{ kind: 'tool', name: 'send_text' } as const, 'Send text', false, /refused/],
  [{ kind: 'agent', name: 'copilot' } as const, 'The copilot', false, /^It answers nobody/],
  [{ kind: 'agent', name: 'front_desk' } as const, 'Front desk', false, /pauses/],
  [{ kind: 'tenant', name: 'own' } as const, 'Everything in this shop', false, /^No agent answers anybody/],
  [{ kind: 'tenant', name: '' } as const, 'Everything in this shop', true, /pauses/],
  [{ kind: 'everything', name: '' } as const, 'Everything, in every shop', true, /pauses/],
])('%o is %s', (what, title, ofOperator, consequence) => {
  expect([toSwitchTitle(what), isOperators(what)]).toEqual([title, ofOperator]);
  expect(toConsequence(what)).toMatch(consequence);
});

test('open alerts are counted in words', () => {
  expect([0, 1, 2].map(toAlertNote)).toEqual(['No alert waits to be looked at', '1 alert waits to be looked at', '2 alerts wait to be looked at']);
});
