import { PolicyRules } from '@countersign/core';
import type { KillSwitch, PolicySet } from '@countersign/core/internal';
import { currentPolicies } from '../../store/commit-step.ts';
import { currentSwitches } from '../../store/current-switches.ts';
import type { Sql } from '../../store/database.ts';

/** The rules of a tenant, and what is switched off, as they stood when they were read. Version 0: it never had any of them. */
export interface LoadedPolicies {
  version: number;
  rules: PolicySet;
  off: readonly KillSwitch[];
}

/** What this process knows of tenants' policies. Every commit names the version it was judged by, so what is old here never decides. */
export interface PolicyCache {
  /** The rules to judge by: those known, or those read now. */
  load(sql: Sql, tenantId: string): Promise<LoadedPolicies>;
  /** The rules if they are known. */
  peek(tenantId: string): LoadedPolicies | undefined;
  /** Forgets what is known: somebody has saved others. */
  forget(tenantId: string): void;
  /** A call of this tenant was rolled back because what allowed it did not hold: for an hour, look before making one. */
  beWary(tenantId: string): void;
  /** Are counters read before a call is made? Else they are only taken with it, which costs no round trip of its own and has the last word anyway. */
  isWary(tenantId: string): boolean;
}

const WARY_MS = 3_600_000;

/** Beyond this many tenants the one longest known is forgotten. */
const MAX_TENANTS = 10_000;

const statement = /* sql */ `
select ${currentPolicies} as version,
  (select rules from countersign.policies where tenant_id = $1 order by version desc limit 1) as rules,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'name', l.name, 'setBy', coalesce(l.set_by_name, l.set_by), 'reason', l.reason)), '[]') from (${currentSwitches}) l where l.is_off) as off`;

/** Reads the newest rules of a tenant. What this version does not understand is `unreadable`, and forbids everything. */
export async function readPolicies(sql: Sql, tenantId: string): Promise<LoadedPolicies> {
  const { rows } = await sql<{ version: number; rules: unknown; off: KillSwitch[] }>(statement, [tenantId]);
  const { version, rules, off } = rows[0] ?? { version: 0, rules: null, off: [] };
  const parsed = PolicyRules.safeParse(rules ?? []);
  return { version, rules: parsed.success ? parsed.data : 'unreadable', off };
}

/** Creates the cache of one process: a tenant without rules costs no statement in a step. */
export function createPolicyCache(): PolicyCache {
  const known = new Map<string, LoadedPolicies>();
  const waryUntil = new Map<string, number>();
  return {
    async load(sql, tenantId) {
      const before = known.get(tenantId);
      if (before) return before;
      const loaded = await readPolicies(sql, tenantId);
      if (known.size >= MAX_TENANTS) known.delete(known.keys().next().value ?? '');
      known.set(tenantId, loaded);
      return loaded;
    },
    peek: (tenantId) => known.get(tenantId),
    forget: (tenantId) => void known.delete(tenantId),
    beWary(tenantId) {
      known.delete(tenantId);
      if (waryUntil.size >= MAX_TENANTS) waryUntil.clear();
      waryUntil.set(tenantId, performance.now() + WARY_MS);
    },
    isWary: (tenantId) => (waryUntil.get(tenantId) ?? 0) > performance.now(),
  };
}
