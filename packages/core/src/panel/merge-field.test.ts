import { describe, expect, test } from 'vitest';
import { mergeField, mergePatch } from './merge-field.ts';

const always = () => true;
const untouched = (value: unknown = '') => ({ value, isTouched: false });
const touched = (value: unknown = '') => ({ value, isTouched: true });

describe('mergeField', () => {
  test.each([
    [undefined, true, 'unknown_field'],
    [undefined, false, 'unknown_field'],
    [touched(), true, 'skipped_user_touched'],
    // The user's field is the user's, whatever the agent would write: it is not called invalid.
    [touched(), false, 'skipped_user_touched'],
    [untouched(), false, 'invalid'],
    [untouched(), true, 'applied'],
    [untouched('agent wrote this before'), true, 'applied'],
  ] as const)('%j, valid: %s → %s', (field, isValid, outcome) => {
    expect(mergeField(field, isValid)).toBe(outcome);
  });
});

describe('mergePatch', () => {
  test('gives every field of the patch one outcome and writes only the applied ones', () => {
    const fields = { firstName: untouched(), phone: touched('555'), email: untouched(), notes: untouched('keep') };
    const patch = { firstName: 'Jordan', phone: '1', email: 'not an address', nickname: 'Jo' };
    expect(mergePatch(patch, fields, (name) => name !== 'email')).toEqual({
      values: { firstName: 'Jordan' },
      outcomes: { firstName: 'applied', phone: 'skipped_user_touched', email: 'invalid', nickname: 'unknown_field' },
    });
  });

  test('never asks whether a value may stand in a field that is not there', () => {
    const asked: string[] = [];
    mergePatch({ ghost: 1, name: 2 }, { name: untouched() }, (name) => asked.push(name) > 0);
    expect(asked).toEqual(['name']);
  });

  test('does not write over a user who emptied the field', () => {
    expect(mergePatch({ phone: '1' }, { phone: touched('') }, always).values).toEqual({});
  });

  test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('takes %s for a field only when the form has it', (name) => {
    const patch = JSON.parse(`{"${name}":"x"}`) as Record<string, unknown>;
    const { values, outcomes } = mergePatch(patch, {}, always);
    expect(Object.entries(outcomes)).toEqual([[name, 'unknown_field']]);
    expect(Object.keys(values)).toEqual([]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('changes neither patch nor fields', () => {
    const patch = Object.freeze({ name: 'x' });
    const fields = Object.freeze({ name: Object.freeze(untouched()) });
    expect(() => mergePatch(patch, fields, always)).not.toThrow();
  });

  test('an empty patch does nothing', () => {
    expect(mergePatch({}, { name: untouched() }, always)).toEqual({ values: {}, outcomes: {} });
  });
});
