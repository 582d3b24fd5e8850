import { describe, expect, it } from 'vitest';
import { emptyValues } from '../clients/panel/client-values.ts';
import { mergeVersions } from './merge-versions.ts';

const base = { ...emptyValues, firstName: 'Jordan', lastName: 'Miles', email: 'jordan@example.com' };

describe('mergeVersions', () => {
  it('keeps what only the user changed', () => {
    const mine = { ...base, email: 'j.miles@example.com' };
    expect(mergeVersions(base, mine, base)).toEqual({ values: mine, disputed: [], adopted: [] });
  });

  it('takes over what only the other changed', () => {
    const theirs = { ...base, notes: 'Gate code 12' };
    expect(mergeVersions(base, base, theirs)).toEqual({ values: theirs, disputed: [], adopted: ['notes'] });
  });

  it('leaves a field that both changed as the user has it, and says that it is disputed', () => {
    const mine = { ...base, email: 'mine@example.com', notes: 'Mine' };
    const theirs = { ...base, email: 'theirs@example.com', lastName: 'Myles' };
    const merged = mergeVersions(base, mine, theirs);
    expect(merged.values).toEqual({ ...mine, lastName: 'Myles' });
    expect(merged.disputed).toEqual(['email']);
    expect(merged.adopted).toEqual(['lastName']);
  });

  it('sees no dispute where both wrote the same', () => {
    const same = { ...base, phone: '(555) 219-8841' };
    expect(mergeVersions(base, same, same)).toEqual({ values: same, disputed: [], adopted: [] });
  });
});
