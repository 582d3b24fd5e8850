import { PolicyRule } from '@countersign/core';
import { expect, test } from 'vitest';
import { rebaseRules } from './rebase-rules.ts';

const rule = (name: string, ...tools: string[]) => PolicyRule.parse({ form: 'forbidden_tools', name, tools: tools.length > 0 ? tools : ['send_text'] });

test('my change is made to what somebody else has saved since, and takes nothing of theirs away', () => {
  const base = [rule('kept'), rule('removed by me'), rule('changed by me'), rule('removed by them')];
  const mine = [rule('kept'), rule('changed by me', 'a'), rule('removed by them'), rule('added by me')];
  const theirs = [rule('kept', 'theirs'), rule('removed by me'), rule('changed by me'), rule('added by them')];
  expect(rebaseRules({ base, mine, theirs })).toEqual([rule('kept', 'theirs'), rule('changed by me', 'a'), rule('added by them'), rule('added by me')]);
});

test('where both changed or added the same rule, mine stands once', () => {
  const base = [rule('both')];
  expect(rebaseRules({ base, mine: [rule('both', 'mine'), rule('new', 'mine')], theirs: [rule('both', 'theirs'), rule('new', 'theirs')] })).toEqual([
    rule('both', 'mine'),
    rule('new', 'mine'),
  ]);
});
