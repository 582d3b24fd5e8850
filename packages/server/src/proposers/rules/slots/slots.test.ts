import { describe, expect, it } from 'vitest';
import { email } from './email.ts';
import { createPersonNames } from './person-names.ts';
import { phone } from './phone.ts';
import { quotedText } from './quoted-text.ts';
import { splitName } from './read-name.ts';
import { createTextAfter } from './text-after.ts';

const ctx = { now: new Date('2026-11-21T10:00:00Z'), timeZone: 'America/Denver', country: 'US' };

describe('a phone number', () => {
  it.each([
    ['call 555-219-8841 now', '+15552198841'],
    ['(555) 219 8841', '+15552198841'],
    ['5552198841', '+15552198841'],
    ['+1 555.219.8841', '+15552198841'],
    ['1-555-219-8841', '+15552198841'],
    ['phone:5552198841,email', '+15552198841'],
    ['555–219–8841.', '+15552198841'],
    ['+44 20 7946 0958', '+442079460958'],
    ['first 555-219-8841, then 555-219-8842', '+15552198841'],
    ['555-219-8841 ext 5', undefined],
    ['j5552198841@example.com', undefined],
    ['on 2026-01-15 at 10:30', undefined],
    ['order 20240115', undefined],
    ['1,000,000 dollars', undefined],
    ['20 minutes late', undefined],
    ['', undefined],
  ])('in "%s" is %s', (text, expected) => {
    expect(phone.extract(text, ctx)).toBe(expected);
  });

  it('needs no prefix in the country of the host', () => {
    expect(phone.extract('020 7946 0958', { ...ctx, country: 'GB' })).toBe('+442079460958');
    expect(phone.extract('020 7946 0958', ctx)).toBeUndefined();
  });

  it('is masked wherever it stands', () => {
    expect(phone.spans?.('first 555-219-8841, then 555-219-8842', ctx)).toEqual([
      { start: 6, end: 18 },
      { start: 25, end: 37 },
    ]);
  });
});

describe('an email address', () => {
  it.each([
    ['write to jordan.miles@example.com.', 'jordan.miles@example.com'],
    ['<J.Miles@Example.COM>', 'j.miles@example.com'],
    ['email:j@example.com', 'j@example.com'],
    ['mailto:j@example.com', 'j@example.com'],
    ['j+car@shop.test, please', 'j+car@shop.test'],
    ["o'brien@example.com", "o'brien@example.com"],
    ['first a@example.com then b@example.com', 'a@example.com'],
    ['jordan at example dot com', undefined],
    ['foo@bar', undefined],
    ['@jordan', undefined],
  ])('in "%s" is %s', (text, expected) => {
    expect(email.extract(text, ctx)).toBe(expected);
  });
});

describe('quoted text', () => {
  it.each([
    ['say "Your car is ready" to him', 'Your car is ready'],
    ['say “Your car’s ready”', 'Your car’s ready'],
    ["say 'your car is ready'", 'your car is ready'],
    ["O'Brien's and Miles' cars", undefined],
    ['"" nothing', undefined],
  ])('in %s is %s', (text, expected) => {
    expect(quotedText.extract(text, ctx)).toBe(expected);
  });
});

describe('text after a cue', () => {
  const note = createTextAfter(['saying', 'saying that', 'note:']);
  it.each([
    ['a text saying the car is ready', 'the car is ready'],
    ['a text saying that the car is ready', 'the car is ready'],
    ['Note: call back', 'call back'],
    ['saying "exactly this" please', 'exactly this'],
    ['an essaying mind', undefined],
    ['saying', undefined],
  ])('in "%s" is %s', (text, expected) => {
    expect(note.extract(text, ctx)).toBe(expected);
  });
});

describe('people', () => {
  const people = createPersonNames({
    after: ['named', 'called', 'text', 'find', 'for', 'create', 'change', 'that'],
    fillers: ['a', 'the', 'customer', 'client'],
    before: ['has'],
    owned: ['email'],
    possessive: true,
    capitals: true,
  });
  const names = (text: string) => people.extract(text, ctx)?.map(({ name }) => name);

  it.each([
    ['a customer named Jordan Miles with phone 555-219-8841', ['Jordan Miles']],
    ['find jordan', ['Jordan']],
    ['find jordan miles please', ['Jordan Miles']],
    ['FIND JORDAN MILES', ['Jordan Miles']],
    ["Change Jordan's email", ['Jordan']],
    ["change Jordan Miles' email", ['Jordan Miles']],
    ['change jordan’s email', ['Jordan']],
    ["Find O'Brien", ["O'Brien"]],
    ["find mary-jane o'brien", ["Mary-Jane O'Brien"]],
    ['Find Nguyễn Văn An', ['Nguyễn Văn An']],
    ['find nguyễn', ['Nguyễn']],
    ['find Ana de la Cruz', ['Ana de la Cruz']],
    ['find ana de la cruz', ['Ana de la Cruz']],
    ['find Mrs. Silva', ['Silva']],
    ['find J. R. Miles', ['J R Miles']],
    ['Text Will that it is ready', ['Will']],
    ['find cust Jordan', ['Jordan']],
    ['find the cusotmer jordan', ['Jordan']],
    ['Jordan has a new email', ['Jordan']],
    ['Jordan Miles, 555-219-8841', ['Jordan Miles']],
    ['text Jordan and Mia that', ['Jordan', 'Mia']],
    ['text jordan, mia and lee', ['Jordan', 'Mia', 'Lee']],
    ['for Jordan Miles, Main Street', ['Jordan Miles']],
    ['Владимир', undefined],
    ['find Владимир', ['Владимир']],
    ['find the customer', undefined],
    ['find it', undefined],
    ['text will that it is ready', undefined],
    ['what can you do', undefined],
    ['find "Jordan Miles"', ['Jordan Miles']],
    ['create Acme Detailing LLC', ['Acme Detailing LLC']],
    ['find 555-219-8841', undefined],
    ['', undefined],
  ])('in "%s" are %j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('are read in every length they may have, where nothing says where they end', () => {
    expect(people.extract('text jordan miles car is ready', ctx)?.[0]?.readings).toEqual(['Jordan Miles Car', 'Jordan Miles', 'Jordan']);
    expect(people.extract('change jordans email', ctx)?.[0]?.readings).toEqual(['Jordans', 'Jordan']);
    expect(people.extract('text Jordan Miles the car is ready', ctx)?.[0]?.readings).toEqual(['Jordan Miles']);
  });

  it('end where the host says that no name goes on, and may stand right behind the order it says is none', () => {
    const blank = (text: string) =>
      [...text.matchAll(/\b(?:book|full detail|job)\b/giu)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
    const named = createPersonNames({ after: ['for', 'the'], fillers: ['a', 'the'], capitals: true, blank });
    const read = (text: string) => named.extract(text, ctx)?.map(({ name }) => name);
    expect(read('a quote for jordan miles full detail')).toEqual(['Jordan Miles']);
    expect(read('the henderson job')).toEqual(['Henderson']);
    expect(read('book jordan miles')).toEqual(['Jordan Miles']);
    expect(read('Book a full detail')).toBeUndefined();
  });

  it('have a first name and the rest', () => {
    expect(splitName('Ana de la Cruz')).toEqual({ firstName: 'Ana', lastName: 'de la Cruz' });
    expect(splitName('Jordan')).toEqual({ firstName: 'Jordan', lastName: '' });
  });
});
