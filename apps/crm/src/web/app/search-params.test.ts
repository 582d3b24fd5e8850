import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search-params.ts';

describe('search parameters', () => {
  it('keeps what looks like a number or JSON as the text it is', () => {
    expect(parseSearch('?q=5552198841')).toEqual({ q: '5552198841' });
    expect(parseSearch('?q=%22a%22&sort=-name')).toEqual({ q: '"a"', sort: '-name' });
  });

  it('gives back what it was given', () => {
    const search = { q: '+1 (555) & co', sort: 'name' };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('leaves out what is empty', () => {
    expect(stringifySearch({ q: '', sort: undefined })).toBe('');
  });
});
