import type pg from 'pg';

/** The rows of every table of the shop, by their key. */
export type HostRows = Map<string, Map<string, Record<string, unknown>>>;

interface HostChange {
  added?: Record<string, unknown>[];
  /** Only the columns that differ, beside the key. */
  changed?: Record<string, unknown>[];
  removed?: Record<string, unknown>[];
}

const tables = /* sql */ `
select c.relname as name, array_agg(a.attname::text order by k.place) as key
  from pg_class c
  join pg_index i on i.indrelid = c.oid and i.indisprimary
  cross join unnest(i.indkey::int2[]) with ordinality k(attnum, place)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
 where c.relnamespace = 'crm'::regnamespace and c.relkind = 'r'
 group by c.relname order by c.relname`;

export async function readHostRows(client: pg.Client): Promise<HostRows> {
  const all: HostRows = new Map();
  for (const { name, key } of (await client.query<{ name: string; key: string[] }>(tables)).rows) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from crm.${name} t`);
    all.set(name, new Map(rows.map(({ row }) => [JSON.stringify(key.map((column) => row[column])), row])));
  }
  return all;
}

/** What became of the shop's rows, table by table. New ones come in the order in which they were made, as far as it is known. */
export function diffHostRows(before: HostRows, after: HostRows): Record<string, HostChange> {
  const changes: Record<string, HostChange> = {};
  for (const [table, rows] of after) {
    const old = before.get(table) ?? new Map();
    const added = [...rows].filter(([key]) => !old.has(key)).map(([, row]) => row);
    const removed = [...old].filter(([key]) => !rows.has(key)).map(([, row]) => row);
    const changed = [...rows].flatMap(([key, row]) => {
      const was = old.get(key);
      if (!was || JSON.stringify(was) === JSON.stringify(row)) return [];
      const columns = Object.keys(row).filter((column) => JSON.stringify(was[column]) !== JSON.stringify(row[column]));
      return [{ id: row.id, ...Object.fromEntries(columns.map((column) => [column, row[column]])) }];
    });
    if (added.length + removed.length + changed.length === 0) continue;
    changes[table] = {
      ...(added.length > 0 && { added: added.toSorted(byAge) }),
      ...(changed.length > 0 && { changed }),
      ...(removed.length > 0 && { removed }),
    };
  }
  return changes;
}

/** By when they were made, then by what they say: ids are drawn by lot. */
function byAge(one: Record<string, unknown>, other: Record<string, unknown>): number {
  return toOrder(one).localeCompare(toOrder(other));
}

const toOrder = (row: Record<string, unknown>) => {
  const at = ['created_at', 'received_at', 'at'].map((column) => row[column]).find((value) => typeof value === 'string') ?? '';
  return `${String(at)} ${JSON.stringify([row.position, row.name, row.number, row.summary, row.body])}`;
};
