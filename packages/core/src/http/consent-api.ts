import { z } from 'zod';
import { GrantConditions } from '../approval/grant-conditions.ts';
import { grantScopes } from '../contract/tool-contract.ts';
import { switchKinds } from '../policy/kill-switch.ts';
import { PolicyRule, PolicyRules } from '../policy/policy-rule.ts';
import { anomalyKinds } from '../run/detect-anomaly.ts';
import { runStatuses } from '../run/run-status.ts';

/** Requests and responses about grants, policies, kill switches and alerts. */

const id = z.uuid().toLowerCase();
const instant = z.string().describe('ISO 8601 instant');

export const ListGrants = z.object({
  status: z.enum(['active', 'all']).default('active'),
  limit: z.coerce.number<number>().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
});

export const GrantView = z.object({
  grantId: id,
  scope: z.enum(grantScopes),
  tool: z.string(),
  contractVersion: z.int(),
  /** What it covers, in a sentence. */
  text: z.string(),
  conditions: GrantConditions,
  /** False: revoked, its run is over, or the tool has changed since. */
  isActive: z.boolean(),
  /** The run it was given in. */
  runId: id,
  itemId: id,
  givenBy: z.string(),
  givenAt: instant,
  reason: z.string().nullable(),
  uses: z.int(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
  revokeReason: z.string().nullable(),
});
export type GrantView = z.infer<typeof GrantView>;
export const GrantList = z.object({ grants: z.array(GrantView), next: z.string().nullable() });
export type GrantList = z.infer<typeof GrantList>;

export const RevokeGrant = z.strictObject({ reason: z.string().trim().max(500).optional() });
export type RevokeGrant = z.infer<typeof RevokeGrant>;
export const GrantRevoked = z.object({ grant: GrantView });

export const GetPolicies = z.object({ version: z.coerce.number<number>().int().min(1).max(1_000_000).optional() });

/** The rules of the tenant. Version 0: it never had any. */
export const PoliciesView = z.object({
  version: z.int(),
  rules: PolicyRules,
  /** False: they were saved by a later version of this software, are not understood here, and forbid everything until others are saved. */
  isReadable: z.boolean(),
  savedBy: z.string().nullable(),
  savedAt: instant.nullable(),
});
export type PoliciesView = z.infer<typeof PoliciesView>;

export const PolicyDiffView = z.object({
  added: z.array(PolicyRule),
  removed: z.array(PolicyRule),
  changed: z.array(z.object({ before: PolicyRule, after: PolicyRule })),
});

export const SavePolicies = z.strictObject({
  /** The version these rules were made from; when somebody has saved since, nothing is changed. */
  basedOn: z.int().min(0),
  rules: PolicyRules,
});
export type SavePolicies = z.infer<typeof SavePolicies>;
export const PoliciesSaved = z.object({ policies: PoliciesView, diff: PolicyDiffView });
export type PoliciesSaved = z.infer<typeof PoliciesSaved>;

export const TryPolicies = z.strictObject({ rules: PolicyRules });
export type TryPolicies = z.infer<typeof TryPolicies>;

const counts = z.object({ denied: z.int(), asked: z.int() });

/** What rules would have done to the calls of the last 30 days, beside what those in force would have. */
export const PoliciesTried = z.object({
  diff: PolicyDiffView,
  days: z.int(),
  /** Calls that were looked at. */
  calls: z.int(),
  /** False: there were more; the latest were looked at. */
  isComplete: z.boolean(),
  /** Calls of tools that are no more. */
  unknown: z.int(),
  proposed: counts,
  current: counts,
  byRule: z.array(counts.extend({ rule: z.string() })),
  /** Some of the calls that the proposed rules judge otherwise than those in force. */
  examples: z.array(
    z.object({ invocationId: z.string(), at: instant, tool: z.string(), verdict: z.enum(['ask', 'deny']), rule: z.string(), because: z.string() }),
  ),
});
export type PoliciesTried = z.infer<typeof PoliciesTried>;

export const SetSwitch = z.strictObject({
  kind: z.enum(['tool', 'agent', 'tenant']),
  /** The tool's or the agent's; `own` for all agents of the organisation. */
  name: z.string().trim().min(1).max(200),
  isOff: z.boolean(),
  /** Shown to whoever it stops. */
  reason: z.string().trim().min(1).max(500),
});
export type SetSwitch = z.infer<typeof SetSwitch>;

export const SwitchList = z.object({
  switches: z.array(z.object({ kind: z.enum(switchKinds), name: z.string(), isOff: z.boolean(), setBy: z.string(), setAt: instant, reason: z.string() })),
});
export type SwitchList = z.infer<typeof SwitchList>;

export const ListAlerts = z.object({
  status: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number<number>().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
});

const alertKinds = ['destructive_requests', ...anomalyKinds] as const;

export const AlertView = z.object({
  alertId: id,
  kind: z.enum(alertKinds),
  at: instant,
  /** What is unusual, in a sentence. */
  text: z.string(),
  agent: z.string(),
  /** The run it is about; of many, the latest. */
  runId: id,
  /** Whom that run works for; null: the run is no more. */
  userId: z.string().nullable(),
  /** Whoever may resume runs looks after one that is paused, whomever it works for. */
  runStatus: z.enum(runStatuses).nullable(),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type AlertView = z.infer<typeof AlertView>;
export const AlertList = z.object({ alerts: z.array(AlertView), next: z.string().nullable() });
export type AlertList = z.infer<typeof AlertList>;

export const AcknowledgeAlert = z.strictObject({});
export const AlertAcknowledged = z.object({ alert: AlertView });
