import { describe, expect, it } from 'vitest';
import { type ClientView, CreateClient } from '../../../shared/client.ts';
import { toChanges } from '../../panels/use-record-form.ts';
import { clientSpec } from './client-form.tsx';
import { toValues } from './client-values.ts';

const saved: ClientView = {
  id: '0197f3a4-0000-7000-8000-000000000001',
  firstName: 'Jordan',
  lastName: 'Miles',
  phone: '+15552198841',
  email: null,
  notes: null,
  version: 3,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
};

describe('the values of the client form', () => {
  it('sends nothing when nothing was changed, though numbers are shown in another form than they are kept', () => {
    expect(toValues(saved).phone).toBe('(555) 219-8841');
    expect(toChanges(clientSpec, CreateClient.parse(toValues(saved)), saved)).toEqual({});
  });

  it('shows what is not known as an empty field', () => {
    expect(toValues({ ...saved, phone: null })).toMatchObject({ phone: '', email: '', notes: '' });
  });

  it('sends a cleared field as nothing and a changed one as it is kept', () => {
    const parsed = CreateClient.parse({ ...toValues(saved), phone: '', email: ' J@Example.com ' });
    expect(toChanges(clientSpec, parsed, saved)).toEqual({ phone: null, email: 'j@example.com' });
  });
});
