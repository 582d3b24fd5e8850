import type pg from 'pg';

type Row = Record<string, unknown>;

/** The rows of every table of the shop, by their key. */
export type HostRows = Map<string, Map<string, Row>>;

interface HostChange {
  added?: Row[];
  /** Only the columns that differ, beside the id. */
  changed?: Row[];
  /** How many are there no more. */
  removed?: number;
}

const tables = /* sql */ `
select c.relname as name, array_agg(a.attname::text order by k.place) as key
  from pg_class c
  join pg_index i on i.indrelid = c.oid and i.indisprimary
  cross join unnest(i.indkey::int2[]) with ordinality k(attnum, place)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
 where c.relnamespace = 'crm'::regnamespace and c.relkind = 'r'
 group by c.relname order by c.relname`;

/** What a shop begins with, and from when on its rows are its own. */
export interface HostBefore {
  rows: HostRows;
  keys: Map<string, string[]>;
}

export async function readHostRows(client: pg.Client): Promise<HostBefore> {
  const rows: HostRows = new Map();
  const keys = new Map<string, string[]>();
  for (const { name, key } of (await client.query<{ name: string; key: string[] }>(tables)).rows) {
    keys.set(name, key);
    const read = await client.query<{ row: Row }>(`select to_jsonb(t) as row from crm.${name} t`);
    rows.set(name, new Map(read.rows.map(({ row }) => [toKey(key, row), row])));
  }
  return { rows, keys };
}

const toKey = (key: readonly string[], row: Row) => JSON.stringify(key.map((column) => row[column]));

/** The transaction from which on rows are of this play. */
export async function readXid(client: pg.Client): Promise<string> {
  return (await client.query<{ xid: string }>('select pg_current_xact_id()::text as xid')).rows[0]?.xid ?? '';
}

/**
 * What became of the shop's rows, table by table. Only rows that were written since `xid` are read, for most are the demo's. New
 * ones come in the order in which they were made, as far as it is known.
 */
export async function diffHostRows(client: pg.Client, { rows: before, keys }: HostBefore, xid: string): Promise<Record<string, HostChange>> {
  const written = [...keys.keys()].map((name) => `select '${name}' as name, to_jsonb(t) as row from crm.${name} t where xmin::text::bigint >= ${xid}`);
  const news = Map.groupBy((await client.query<{ name: string; row: Row }>(written.join(' union all '))).rows, ({ name }) => name);
  const counting = [...keys.keys()].map((name) => `select '${name}' as name, count(*)::int as count from crm.${name}`);
  const counts = (await client.query<{ name: string; count: number }>(counting.join(' union all '))).rows;
  const changes: Record<string, HostChange> = {};
  for (const { name, count } of counts) {
    const old: ReadonlyMap<string, Row> = before.get(name) ?? new Map();
    const now = (news.get(name) ?? []).map(({ row }) => ({ row, was: old.get(toKey(keys.get(name) ?? [], row)) }));
    const added = now.filter(({ was }) => !was).map(({ row }) => row);
    const changed = now.flatMap(({ row, was }) => (was ? toChange(was, row) : []));
    const removed = old.size + added.length - count;
    if (added.length + changed.length + removed === 0) continue;
    changes[name] = {
      ...(added.length > 0 && { added: added.toSorted(byAge) }),
      ...(changed.length > 0 && { changed: changed.toSorted(byAge) }),
      ...(removed > 0 && { removed }),
    };
  }
  return changes;
}

function toChange(was: Row, row: Row): Row[] {
  const columns = Object.keys(row).filter((column) => JSON.stringify(was[column]) !== JSON.stringify(row[column]));
  return columns.length === 0 ? [] : [{ id: row.id, ...Object.fromEntries(columns.map((column) => [column, row[column]])) }];
}

/** By when they were made, then by what they say: ids are drawn by lot. */
function byAge(one: Row, other: Row): number {
  return toOrder(one) < toOrder(other) ? -1 : 1;
}

function toOrder(row: Row): string {
  const at = [row.created_at, row.received_at, row.updated_at].find((value) => typeof value === 'string') ?? '';
  return `${String(at)} ${JSON.stringify([row.position, row.name, row.number, row.summary, row.body, row.last])}`;
}
