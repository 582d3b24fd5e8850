import { getPolicies } from '../consent/policies/get-policies.ts';
import { savePolicies } from '../consent/policies/save-policies.ts';
import { tryPolicies } from '../consent/policies/try-policies.ts';
import type { Endpoints } from './endpoint.ts';

const rule = { form: 'rate', name: 'Five deletions an hour', on: { risks: ['destructive'] }, unit: 'records', max: 5, minutes: 60, verdict: 'deny' } as const;
const rules = [{ ...rule, on: { risks: ['destructive' as const] } }];
const policies = { version: 4, rules, isReadable: true, savedBy: 'user_1', savedAt: '2026-11-21T09:00:00.000Z' };
const diff = { added: rules, removed: [], changed: [] };

export const policyEndpoints = {
  getPolicies: {
    tag: 'policies',
    summary: 'The rules of your organisation',
    replyDescription: 'The rules in force, or those of the `version` asked for.',
    replyExample: policies,
    run: getPolicies,
  },
  savePolicies: {
    tag: 'policies',
    summary: 'Change the rules of your organisation',
    description:
      'All rules at once, as a new version. They hold for the very next call. `basedOn` is the version they were made from; if somebody has saved since: `conflict`.',
    bodyExample: { basedOn: 3, rules },
    replyDescription: 'The rules as they are now, and what has changed.',
    replyExample: { policies, diff },
    run: savePolicies,
  },
  tryPolicies: {
    tag: 'policies',
    summary: 'Try rules against the calls of the last 30 days',
    description: 'Saves nothing. Counts what the rules would have denied and asked about, beside what those in force would have.',
    bodyExample: { rules },
    replyDescription: 'What would have been.',
    replyExample: {
      diff,
      days: 30,
      calls: 412,
      isComplete: true,
      unknown: 0,
      proposed: { denied: 2, asked: 14 },
      current: { denied: 0, asked: 14 },
      byRule: [{ rule: 'Five deletions an hour', denied: 2, asked: 0 }],
      examples: [
        {
          invocationId: '0193b1f5-02aa-7d3c-8c55-0d6f1f2b9a10/0/0',
          at: '2026-11-20T09:00:00.000Z',
          tool: 'delete_client',
          verdict: 'deny',
          rule: 'Five deletions an hour',
          because: '5 of 5 records within 1 h are used, and this takes 1 more',
        },
      ],
    },
    run: tryPolicies,
  },
} satisfies Partial<Endpoints>;
