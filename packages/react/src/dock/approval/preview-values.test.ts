import { expect, test } from 'vitest';
import { dockTexts } from '../texts.ts';
import { describeValue, listValues, toText } from './preview-values.ts';

test('what the host has words for comes first and in its order, the rest under its own name', () => {
  expect(listValues({ due_on: 'd', to: 't', clientName: 'c', none: null }, { clientName: 'Client', to: 'To' }).map(({ label }) => label)).toEqual([
    'Client',
    'To',
    'Due on',
  ]);
});

test('days, times and instants are written as people read them; what only looks like one stays', () => {
  const described = ['2026-12-05', '2026-12-05T14:30', '2026-12-05T19:30:00.000Z', '2026-13-45', '2026-12-05 was too late', true, false, 7, [1]].map((value) =>
    describeValue(value, { texts: dockTexts, locale: 'en-US', timeZone: 'America/New_York' }).replaceAll('\u202f', ' '),
  );
  expect(described).toEqual([
    'Dec 5, 2026',
    'Dec 5, 2026, 2:30 PM',
    'Dec 5, 2026, 2:30 PM',
    '2026-13-45',
    '2026-12-05 was too late',
    'Yes',
    'No',
    '7',
    '[\n 1\n]',
  ]);
});

test('a text is shown as it is, and what is none as it would be written down', () => {
  expect(['Hello.', 7, null].map(toText)).toEqual(['Hello.', '7', 'null']);
});
