import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { Principal } from '../principal.ts';
import { defineTool, isApprovalRequired, type ToolDefinition } from './define-tool.ts';
import { type AnyTool, grantScopes, risks, type ToolContract, type Verification } from './tool-contract.ts';

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
  test('settles every default, so that nobody else has to know one', () => {
    const { approval, limits, ...tool } = defineTool(base);
    expect(tool).toEqual({ ...base, version: 1, reach: 'internal', recovery: { by: 'human' } });
    const { unchanged, ...settled } = approval;
    expect(settled).toEqual({ permission: 'it:do', ttlMs: 604_800_000, excludesRequester: false, scopes: grantScopes });
    expect(unchanged).toBeTypeOf('function');
    expect(limits).toEqual({ timeoutMs: 15_000, maxUnseenRecords: 25 });
  });

  test('keeps what a group says and settles the rest of it', () => {
    const { approval, limits } = defineTool({ ...base, approval: { permission: 'it:approve', scopes: [] }, limits: { maxCallsPerHour: 5 } });
    expect(approval).toMatchObject({ permission: 'it:approve', scopes: [], ttlMs: 604_800_000 });
    expect(limits).toEqual({ timeoutMs: 15_000, maxUnseenRecords: 25, maxCallsPerHour: 5 });
  });

  test('lets nothing of a simulation differ unless the contract says what may', () => {
    const seen = { amountCents: 100, at: 'now' };
    const simulate = () => seen;
    expect(defineTool({ ...base, approval: { simulate } }).approval.unchanged(seen)).toBe(seen);
    const unchanged = ({ amountCents }: typeof seen) => amountCents;
    expect(defineTool({ ...base, approval: { simulate, unchanged } }).approval.unchanged(seen)).toBe(100);
  });

  test('takes a contract as what another is made of', () => {
    const first = defineTool({ ...base, approval: { permission: 'it:approve' }, limits: { timeoutMs: 1 } });
    expect(defineTool({ ...first, name: 'do_it_again' })).toEqual({ ...first, name: 'do_it_again' });
  });

  test.each<[string, object]>([
    ['a name that is not snake_case', { name: 'DoIt' }],
    ['a risk where nothing is changed', { effect: 'none' }],
    ['a promise to verify without a way to', { recovery: { by: 'verify' } }],
    ['no time at all', { limits: { timeoutMs: 0 } }],
    ['an option that belongs into a group', { timeoutMs: 1_000 }],
    ['an option that no group has', { approval: { ttl: 1_000 } }],
    ['a compensation of another shape', { compensate: { undo: () => {} } }],
  ])('refuses %s', (_title, wrong) => {
    expect(() => defineTool({ ...base, ...wrong })).toThrow(TypeError);
  });

  test('asks a human exactly for what cannot be taken back', () => {
    expect(risks.filter((risk) => isApprovalRequired({ risk }))).toEqual(['destructive', 'irreversible']);
  });
});

/** Checked by the compiler: a host annotates nothing that follows from its schemas and its simulation. */
describe('the types of a contract', () => {
  const pay = defineTool({
    ...base,
    input: z.strictObject({ invoiceId: z.string(), cents: z.coerce.number() }),
    output: z.object({ paymentId: z.string() }),
    intentKey: (input) => [input.invoiceId, input.cents],
    impact: (_ctx, input) => ({ summary: 'A payment', amountCents: input.cents }),
    approval: {
      simulate: async (ctx, input) => {
        expectTypeOf(ctx.principal).toExtend<Principal>();
        return { leftCents: 1_000 - input.cents, clientName: 'Jordan Miles' };
      },
      unchanged: (simulation) => {
        expectTypeOf(simulation).toEqualTypeOf<{ leftCents: number; clientName: string }>();
        return simulation.leftCents;
      },
      title: (input, simulation) => {
        expectTypeOf(simulation).toEqualTypeOf<{ leftCents: number; clientName: string }>();
        return `Pay ${input.cents} for ${simulation.clientName}`;
      },
    },
    execute: (ctx, input) => {
      expectTypeOf(ctx.idempotencyKey).toEqualTypeOf<string>();
      expectTypeOf(input).toEqualTypeOf<{ invoiceId: string; cents: number }>();
      return { paymentId: input.invoiceId };
    },
    verify: (): Verification<{ paymentId: string }> => ({ status: 'unknown' }),
    compensate: {
      simulate: (_ctx, input, output) => `${input.invoiceId} ${output.paymentId}`,
      execute: (_ctx, _input, output) => {
        expectTypeOf(output).toEqualTypeOf<{ paymentId: string }>();
      },
    },
    receipt: (output, input) => `${output.paymentId} of ${input.cents}`,
  });

  test('follow from its schemas and its simulation', () => {
    expectTypeOf(pay).toEqualTypeOf<ToolContract<{ invoiceId: string; cents: number }, { paymentId: string }, { leftCents: number; clientName: string }>>();
    expectTypeOf(pay).toExtend<AnyTool>();
    expectTypeOf(pay.limits.timeoutMs).toEqualTypeOf<number>();
    expect(pay.approval.title?.({ invoiceId: 'i1', cents: 5 }, { leftCents: 995, clientName: 'Jordan' })).toBe('Pay 5 for Jordan');
  });

  test('are undefined for the simulation of a tool that has none', () => {
    const plain = defineTool({ ...base, approval: { title: () => 'Do it' } });
    expectTypeOf(plain).toEqualTypeOf<ToolContract<Record<string, never>, Record<string, never>, undefined>>();
    expect(plain.approval.simulate).toBeUndefined();
  });

  test('refuse what is flat, misspelt or of another type', () => {
    type Definition = ToolDefinition<typeof base.input, typeof base.output, undefined>;
    const flat = { ...base, timeoutMs: 1 };
    // @ts-expect-error: it is limits.timeoutMs
    const wrong: Definition[] = [{ ...base, timeoutMs: 1 }];
    // @ts-expect-error: it is ttlMs
    wrong.push({ ...base, approval: { ttl: 1 } });
    // @ts-expect-error: a time is a number
    wrong.push({ ...base, limits: { timeoutMs: '1 s' } });
    expect([flat, ...wrong]).toHaveLength(4);
  });
});
