import { describe, expect, it } from 'vitest';
import { objectTo } from './guard-sentence.ts';

describe('a sentence is not followed', () => {
  it.each([
    ["don't text him", 'negated'],
    ['Please do not create a client', 'negated'],
    ['never change it', 'negated'],
    ['you shouldn’t text him', 'negated'],
    ['how do I create a client?', 'about_doing'],
    ['did you text him?', 'about_doing'],
    ['when he calls, text him', 'about_doing'],
    ['should I text him', 'about_doing'],
    ['if it rains text him', 'about_doing'],
    ['find him and delete him', 'compound'],
    ['create a client. Then text him', 'compound'],
    ['change it and then send it', 'compound'],
  ])('%s: %s', (text, objection) => {
    expect(objectTo(text)).toBe(objection);
  });

  it.each(['create a client with a phone and an email', 'find him', 'can you find him?', 'show him and her', 'tell the notified man'])(
    'unless it is plain: %s',
    (text) => {
      expect(objectTo(text)).toBeUndefined();
    },
  );
});

describe('a question for a fact', () => {
  it.each(['how much does he owe us?', 'when is he coming?', 'has he paid?'])('is a request to what answers, and to nothing else: %s', (text) => {
    expect(objectTo(text)).toBe('about_doing');
    expect(objectTo(text, { answers: true })).toBeUndefined();
  });

  it.each(['is his job done?', 'who was texted?', 'do we have a client?', 'which job is finished?', "isn't his job done?"])('is no order: %s', (text) => {
    expect(objectTo(text)).toBe('about_doing');
    expect(objectTo(text, { answers: true })).toBeUndefined();
  });

  it.each(['have the quote sent to him', 'do up a quote for him', 'would you mark it done?'])('is not every sentence that begins like one: %s', (text) => {
    expect(objectTo(text)).toBeUndefined();
  });

  it.each(['how do I find him?', 'did you find him?', 'if he calls, find him', 'should I find him?'])('is not every question: %s', (text) => {
    expect(objectTo(text, { answers: true })).toBe('about_doing');
  });
});
