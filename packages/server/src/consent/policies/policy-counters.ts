import type { PolicyTake, RuleOf } from '@countersign/core';
import type { Sql } from '../../store/database.ts';
import { toJsonb } from '../../store/to-jsonb.ts';
import type { QuotaUses, RateQuotas } from './rate-quota.ts';

/** A window is counted in so many slots, and the one that the window begins in counts in full: never too few. */
const SLOTS = 60;

/** Another unit or another window is another count. */
const toKey = ({ name, unit, minutes }: RuleOf<'rate'>) => JSON.stringify([name, unit, minutes]);

function toSlots({ minutes }: RuleOf<'rate'>, now: Date): { current: number; oldest: number } {
  const current = Math.floor(now.getTime() / ((minutes * 60_000) / SLOTS));
  return { current, oldest: current - SLOTS };
}

const read = /* sql */ `
select w.counter, coalesce((select sum(s.value::bigint) from jsonb_each_text(c.slots) s where s.key::bigint >= w.oldest), 0)::float8 as used
from unnest($2::text[], $3::bigint[]) as w(counter, oldest)
left join countersign.policy_counters c on c.tenant_id = $1 and c.counter = w.counter`;

/** What others have used of the rates that a call counts towards; of those that this process has a quota of, nothing. Not locked: `takeCounters` has the last word. */
export async function readCounters(
  sql: Sql,
  tenantId: string,
  { takes, now, quotas }: { takes: readonly PolicyTake[]; now: Date; quotas: RateQuotas },
): Promise<(rule: RuleOf<'rate'>) => number> {
  const used = new Map(takes.map(({ rule }) => [toKey(rule), 0]));
  const rules = takes.flatMap(({ rule, amount }) => (quotas.findLeft(rule, toSlots(rule, now).current) < amount ? [rule] : []));
  if (rules.length > 0) {
    const { rows } = await sql<{ counter: string; used: number }>(read, [tenantId, rules.map(toKey), rules.map((rule) => toSlots(rule, now).oldest)]);
    const counted = new Map(rows.map((row) => [row.counter, row.used]));
    // A counter that was not read is no number, and no number passes.
    for (const rule of rules) used.set(toKey(rule), (counted.get(toKey(rule)) ?? Number.NaN) - quotas.findReserved(rule, toSlots(rule, now).oldest));
  }
  return (rule) => used.get(toKey(rule)) ?? Number.NaN;
}

/** Of what is left, a process reserves no more than this part: rates of fewer than so many are counted call by call. */
const RESERVED_PART = 64;

const stillCounted = /* sql */ `greatest(s.value::bigint - coalesce(($9::jsonb ->> s.key)::bigint, 0), 0)`;
const usedBefore = /* sql */ `(select coalesce(sum(${stillCounted}), 0)::bigint from jsonb_each_text(c.slots) s where s.key::bigint >= $5)`;

/**
 * Slots are kept for a window longer than they count: a call that has taken long, or whose clock is behind, looks back further
 * than the latest.
 *
 * Of a counter that has no row yet nothing is reserved: another may be making it, and what that counts is not seen here.
 */
const take = /* sql */ `
with before as materialized (
  select ${usedBefore} as used from countersign.policy_counters c where c.tenant_id = $1 and c.counter = $2 for no key update),
reserved as (
  select coalesce((select greatest(least($8::bigint, ($6::bigint - used - $4::bigint) / ${RESERVED_PART}), 0) from before), 0) as amount),
taken as (
  insert into countersign.policy_counters as c (tenant_id, counter, slots)
  select $1, $2, jsonb_build_object($3::text, $4::bigint + amount) from reserved
  on conflict (tenant_id, counter) do update set slots =
    (select coalesce(jsonb_object_agg(s.key, ${stillCounted}), '{}') from jsonb_each_text(c.slots) s where s.key::bigint >= $5 - ${SLOTS})
    || jsonb_build_object($3::text, coalesce((c.slots ->> $3::text)::bigint, 0) + (excluded.slots ->> $3::text)::bigint)
  where $7 or $4::bigint = 0 or ${usedBefore} + $4::bigint <= $6
  returning 1)
select case when exists (select from taken) then (select amount from reserved)::float8 else countersign.consent_lost() end as reserved`;

interface Taking {
  takes: readonly PolicyTake[];
  now: Date;
  uses: QuotaUses;
  /** A human, or a grant, has answered for going beyond rules that ask. */
  isPermitted: boolean;
  /** False where the transaction goes on for long after this. */
  mayReserve: boolean;
}

/**
 * Counts a call towards its rate rules, in the transaction that makes it: from the quota of this process, or else in the row;
 * where that would be too much by now, raises what `isConsentLost` knows. Locked in the order of their keys and before the
 * run, so that no two calls wait for each other.
 */
export async function takeCounters(sql: Sql, tenantId: string, { takes, now, uses, isPermitted, mayReserve }: Taking): Promise<void> {
  const inOrder = takes.map((entry) => ({ ...entry, key: toKey(entry.rule) })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  await Promise.all(
    inOrder.map(async ({ rule, amount, key }) => {
      const { current, oldest } = toSlots(rule, now);
      const { rest, reserve, returns, onReserved } = uses.use({ rule, amount, slot: current, mayReserve });
      if (rest === 0 && reserve === 0) return;
      const mayExceed = isPermitted && rule.verdict === 'ask';
      const { rows } = await sql<{ reserved: number }>(take, [tenantId, key, String(current), rest, oldest, rule.max, mayExceed, reserve, toJsonb(returns)]);
      onReserved(rows[0]?.reserved ?? 0);
    }),
  );
}
