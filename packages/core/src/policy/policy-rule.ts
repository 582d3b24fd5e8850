import { z } from 'zod';
import { effects, risks } from '../contract/tool-contract.ts';

const toolNames = z
  .array(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/))
  .min(1)
  .max(200);
const text = (max: number) => z.string().trim().min(1).max(max);

/** Which calls a rule is about: everything that is given has to fit. An empty one fits every call. */
export const CallMatch = z.strictObject({
  tools: toolNames.optional(),
  risks: z.array(z.enum(risks)).min(1).optional(),
  effects: z.array(z.enum(effects)).min(1).optional(),
  reach: z.enum(['internal', 'outward']).optional(),
});
export type CallMatch = z.infer<typeof CallMatch>;

const name = text(80).describe('Shown to people and proposers when the rule refuses or asks.');
const on = CallMatch.default({});
const verdict = z.enum(['ask', 'deny']).default('deny');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Expected a time of day such as 18:30.');
const domain = z
  .string()
  .toLowerCase()
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'Expected a domain such as shop.example, in letters a to z (xn-- for others).',
  );

/**
 * A rule of a tenant's administrator: data, of a closed set of forms. Of all rules that match a call the strictest counts:
 * one that denies over one that asks over none. A form that is not known here denies (see `evaluatePolicies`).
 */
export const PolicyRule = z.discriminatedUnion('form', [
  /** These tools are never called. */
  z.strictObject({ form: z.literal('forbidden_tools'), name, tools: toolNames }),
  /** Only these tools are called. */
  z.strictObject({ form: z.literal('allowed_tools'), name, tools: toolNames }),
  /**
   * Recipients are reached only inside these domains (and what is below them), at these addresses, or on file in the
   * tenant's own records. A call that goes out and does not say to whom counts as reaching a stranger.
   */
  z.strictObject({
    form: z.literal('recipients'),
    name,
    on: CallMatch.default({ reach: 'outward' }),
    domains: z.array(domain).max(200).default([]),
    addresses: z.array(text(320)).max(1_000).default([]),
    mayBeOnFile: z.boolean().default(false),
    verdict,
  }),
  /** At most so many calls, records or cents within so many minutes, of all matching calls of the tenant together. */
  z.strictObject({
    form: z.literal('rate'),
    name,
    on,
    unit: z.enum(['calls', 'records', 'cents']).default('calls'),
    max: z.int().min(0).max(1_000_000_000_000),
    minutes: z.int().min(1).max(44_640),
    verdict,
  }),
  /** A human approves matching calls; with `aboveCents` only those that move more than that, or do not say how much. */
  z.strictObject({ form: z.literal('approval'), name, on, aboveCents: z.int().min(0).optional() }),
  /** Who may approve matching calls, beside the permission: one of these roles, and not who it is done for. It does not ask by itself. */
  z.strictObject({
    form: z.literal('approver'),
    name,
    on,
    roles: z.array(text(100)).max(50).default([]),
    excludesRequester: z.boolean().default(false),
  }),
  /** Matching calls rest between two times of day, in the tenant's zone; `from` after `until` goes over midnight. */
  z.strictObject({
    form: z.literal('quiet_hours'),
    name,
    on: CallMatch.default({ reach: 'outward' }),
    from: clock,
    until: clock,
    /** Whole days that are quiet too: 0 is Sunday. */
    days: z.array(z.int().min(0).max(6)).max(7).default([]),
    verdict,
  }),
  /**
   * What an outgoing text must not be: contain one of these phrases (whatever the letters are made up as), link anywhere
   * but to these domains, be longer than this. The proposer may put it right once.
   */
  z.strictObject({
    form: z.literal('content'),
    name,
    on: CallMatch.default({ reach: 'outward' }),
    phrases: z.array(text(200)).max(200).default([]),
    /** Left out: links are not looked at. Empty: none at all. */
    linkDomains: z.array(domain).max(200).optional(),
    maxChars: z.int().min(1).max(1_000_000).optional(),
  }),
]);
export type PolicyRule = z.infer<typeof PolicyRule>;
export type PolicyForm = PolicyRule['form'];
export type RuleOf<Form extends PolicyForm> = Extract<PolicyRule, { form: Form }>;

/** The rules of a tenant, in the order in which they are named when several refuse. */
export const PolicyRules = z
  .array(PolicyRule)
  .max(200)
  .refine((rules) => new Set(rules.map((rule) => rule.name)).size === rules.length, 'Two rules have the same name.');
export type PolicyRules = z.infer<typeof PolicyRules>;
