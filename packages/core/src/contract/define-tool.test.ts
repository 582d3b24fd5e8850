import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineTool, isApprovalRequired, risks } from './define-tool.ts';

const base = {
  name: 'do_it',
  description: 'Does it.',
  input: z.object({}),
  output: z.object({}),
  risk: 'cautious',
  effect: 'database',
  permission: 'it:do',
  execute: () => ({}),
} as const;

describe('defineTool', () => {
  test('fills in the defaults', () => {
    expect(defineTool(base)).toMatchObject({
      version: 1,
      reach: 'internal',
      approvalPermission: 'it:do',
      recovery: { by: 'human' },
      timeoutMs: 15_000,
      approvalTtlMs: 604_800_000,
    });
  });

  test.each([
    ['a name that is not snake_case', { name: 'DoIt' }],
    ['a risk where nothing is changed', { effect: 'none' as const }],
    ['a promise to verify without a way to', { recovery: { by: 'verify' as const } }],
    ['no time at all', { timeoutMs: 0 }],
  ])('refuses %s', (_title, wrong) => {
    expect(() => defineTool({ ...base, ...wrong })).toThrow(TypeError);
  });

  test('asks a human exactly for what cannot be taken back', () => {
    expect(risks.filter((risk) => isApprovalRequired({ risk }))).toEqual(['destructive', 'irreversible']);
  });
});
