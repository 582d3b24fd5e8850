import type { Sql } from './test.ts';

/** How many rows the tables of the product have, in all shops together: equal before and after means that nothing was written. */
export async function countRows(sql: Sql): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'crm' order by 1`);
  const counts: Record<string, number> = {};
  for (const { name } of tables) counts[name] = (await sql<{ count: number }>(`select count(*)::int as count from ${name}`))[0]?.count ?? Number.NaN;
  // A change of a client is an update: the count of rows would not show it.
  counts.versions = (await sql<{ sum: number }>('select sum(version)::int as sum from crm.clients'))[0]?.sum ?? Number.NaN;
  return counts;
}
