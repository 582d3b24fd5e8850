import { describe, expect, it } from 'vitest';
import { answerQuestion } from './answer-question.ts';

const choices = [
  { value: 'a', label: 'Jordan Miles', detail: '(555) 219-8841 · jordan@example.com' },
  { value: 'b', label: 'Jordan Miles', detail: '(555) 000-1112' },
  { value: 'c', label: 'Jordan Nguyễn', detail: '(555) 000-9999' },
];

describe('a reply to a question', () => {
  it.each([
    ['the first one', 'a'],
    ['first', 'a'],
    ['1', 'a'],
    ['#2', 'b'],
    ['number two', 'b'],
    ['2nd', 'b'],
    ['the third, please', 'c'],
    ['the last one', 'c'],
    ['Jordan Nguyen', 'c'],
    ['nguyen', 'c'],
    ['I mean Nguyễn', 'c'],
    ['8841', 'a'],
    ['the one ending in 1112', 'b'],
    ['(555) 000-9999', 'c'],
    ['jordan@example.com', 'a'],
  ])('"%s" picks %s', (reply, value) => {
    expect(answerQuestion(reply, choices)).toEqual({ kind: 'picked', value });
  });

  it.each(['Jordan Miles', 'jordan', '555', '000'])('"%s" fits several', (reply) => {
    expect(answerQuestion(reply, choices)).toEqual({ kind: 'unclear' });
  });

  it.each(['no', 'never mind', 'Neither!', 'none of them', 'cancel'])('"%s" drops it', (reply) => {
    expect(answerQuestion(reply, choices)).toEqual({ kind: 'dropped' });
  });

  it.each([
    'Text Jordan Miles that the car is ready',
    'Find Mia',
    'the fourth',
    '7',
    'yes',
    'what can you do?',
    '',
    '1234',
    'the one',
    'first delete them all',
  ])('"%s" is no answer', (reply) => {
    expect(answerQuestion(reply, choices)).toEqual({ kind: 'none' });
  });

  it('"yes" is one where there is a single choice', () => {
    expect(answerQuestion('yes', choices.slice(2))).toEqual({ kind: 'picked', value: 'c' });
    expect(answerQuestion('that one', choices.slice(2))).toEqual({ kind: 'picked', value: 'c' });
  });
});
