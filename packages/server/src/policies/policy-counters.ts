import type { PolicyTake, RuleOf } from '@countersign/core';
import type { Sql } from '../store/database.ts';

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

/** What the counters of rate rules hold. Not locked: `takeCounters` has the last word. */
export async function readCounters(sql: Sql, tenantId: string, rules: readonly RuleOf<'rate'>[], now: Date): Promise<(rule: RuleOf<'rate'>) => number> {
  if (rules.length === 0) return () => 0;
  const { rows } = await sql<{ counter: string; used: number }>(read, [tenantId, rules.map(toKey), rules.map((rule) => toSlots(rule, now).oldest)]);
  const used = new Map(rows.map((row) => [row.counter, row.used]));
  // A counter that was not read is no number, and no number passes.
  return (rule) => used.get(toKey(rule)) ?? Number.NaN;
}

const take = /* sql */ `
with taken as (
  insert into countersign.policy_counters as c (tenant_id, counter, slots) values ($1, $2, jsonb_build_object($3::text, $4::bigint))
  on conflict (tenant_id, counter) do update set slots =
    (select coalesce(jsonb_object_agg(s.key, s.value), '{}') from jsonb_each(c.slots) s where s.key::bigint >= $5)
    || jsonb_build_object($3::text, coalesce((c.slots ->> $3::text)::bigint, 0) + $4::bigint)
  where $7 or (select coalesce(sum(s.value::bigint), 0) from jsonb_each_text(c.slots) s where s.key::bigint >= $5) + $4::bigint <= $6
  returning 1)
select case when exists (select from taken) then 0 else countersign.consent_lost() end`;

/**
 * Counts a call towards its rate rules, in the transaction that makes it; where that would be too much by now, raises what
 * `isConsentLost` knows. Locked in the order of their keys and before the run, so that no two calls wait for each other.
 *
 * @param isPermitted a human, or a grant, has answered for going beyond rules that ask
 */
export async function takeCounters(sql: Sql, tenantId: string, takes: readonly PolicyTake[], now: Date, isPermitted: boolean): Promise<void> {
  const inOrder = takes.map((entry) => ({ ...entry, key: toKey(entry.rule) })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  await Promise.all(
    inOrder.map(({ rule, amount, key }) => {
      const { current, oldest } = toSlots(rule, now);
      return sql(take, [tenantId, key, String(current), amount, oldest, rule.max, isPermitted && rule.verdict === 'ask']);
    }),
  );
}
