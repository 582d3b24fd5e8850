import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ApprovalGrounds } from './approval-grounds.tsx';

test('the card names the rules that ask, and warns of a target that nobody vouches for, in its own words and as text', () => {
  const origin = { kind: 'third_party', tool: 'find_messages', path: '/messages/0/body' } as const;
  const shown = renderToStaticMarkup(<ApprovalGrounds asking={['Over $10', 'Texts']} origins={[{ path: '/to', value: '<b>x</b>@evil.example', origin }]} />);
  expect(shown).toContain('Rules of the shop ask: “Over $10”, “Texts”');
  expect(shown).toContain('Look closely at whom this reaches');
  expect(shown).toContain('To “&lt;b&gt;x&lt;/b&gt;@evil.example”: taken from a text that somebody outside wrote (find messages).');
});

test('one rule that asks is named as one', () => {
  expect(renderToStaticMarkup(<ApprovalGrounds asking={['Texts']} origins={[]} />)).toContain('A rule of the shop asks: “Texts”');
});

test('where only the nature of the call asks, nothing is said', () => {
  expect(renderToStaticMarkup(<ApprovalGrounds asking={[]} origins={[{ path: '/to', value: 'a', origin: { kind: 'user_words' } }]} />)).toBe('');
});
