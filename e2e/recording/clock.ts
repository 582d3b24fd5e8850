import type { TestCluster } from '@countersign/server/testing';
import pg from 'pg';

/** A Wednesday morning in the shop, at a minute on which nothing else of the demo falls. Every recording begins then. */
export const START = new Date('2027-05-12T14:07:00.000Z');

/**
 * Moves this process's clock so that it is START now, and goes on from there. The demo is seeded at one instant and speaks of
 * "tomorrow" and "30 days overdue": on a clock of its own it says the same every day. For
 * good: every test file has its process's globals to itself.
 */
export function shiftClock(): number {
  const Real = globalThis.Date;
  // The same for all processes of a run: they share a template.
  const offsetMs = START.getTime() - Number(process.env.RECORDING_BEGAN_AT);
  class ShiftedDate extends Real {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [Real.now() + offsetMs] : given) as [number]));
    }
    static override now(): number {
      return Real.now() + offsetMs;
    }
    // Dates that Node makes itself are dates too.
    static override [Symbol.hasInstance](value: unknown): boolean {
      return Object.prototype.toString.call(value) === '[object Date]';
    }
  }
  globalThis.Date = ShiftedDate as unknown as DateConstructor;
  return offsetMs;
}

/** A `now()` that stands before PostgreSQL's own in the search path; what does not look there is written anew. */
const shift = (offsetMs: number) => /* sql */ `
create schema shifted;
grant usage on schema shifted to public;
create function shifted.now() returns timestamptz language sql stable as $f$ select pg_catalog.now() + interval '${offsetMs} milliseconds' $f$;
create function shifted.clock_timestamp() returns timestamptz language sql volatile as $f$ select pg_catalog.clock_timestamp() + interval '${offsetMs} milliseconds' $f$;
do $do$
declare found record;
begin
  for found in
    select d.adrelid::regclass as "table", a.attname as "column", pg_get_expr(d.adbin, d.adrelid) as expression
      from pg_attrdef d
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
     where a.attgenerated = '' and pg_get_expr(d.adbin, d.adrelid) ~ '\\m(now|clock_timestamp)\\(\\)|CURRENT_TIMESTAMP'
  loop
    execute format('alter table %s alter column %I set default %s', found."table", found."column",
      replace(regexp_replace(found.expression, '\\m(now|clock_timestamp)\\(\\)', 'shifted.\\1()', 'g'), 'CURRENT_TIMESTAMP', 'shifted.now()'));
  end loop;
  for found in select pg_get_functiondef(p.oid) as definition from pg_proc p where p.prosrc ~ 'pg_catalog\\.now\\(\\)' and p.pronamespace <> 'shifted'::regnamespace
  loop
    execute replace(found.definition, 'pg_catalog.now()', 'shifted.now()');
  end loop;
end $do$;`;

/** Moves a database's clock by as much as the process's. For a template, before anything is written to it. */
export async function shiftDatabase({ superUrl }: Pick<TestCluster, 'superUrl'>, offsetMs: number): Promise<void> {
  await asSuperuser(superUrl, (client) => client.query(shift(offsetMs)));
  await lookAtShiftedClock({ superUrl });
}

/** Where a database looks for `now()` is not cloned with it. */
export async function lookAtShiftedClock({ superUrl }: Pick<TestCluster, 'superUrl'>): Promise<void> {
  const name = pg.escapeIdentifier(new URL(superUrl).pathname.slice(1));
  await asSuperuser(superUrl, (client) => client.query(`alter database ${name} set search_path = shifted, pg_catalog, "$user", public`));
}

/** Beside the clock, for whoever opens a clone. */
export async function keepCookies({ superUrl }: Pick<TestCluster, 'superUrl'>, cookies: Readonly<Record<string, string>>): Promise<void> {
  await asSuperuser(superUrl, (client) => client.query('create table shifted.cookies as select $1::jsonb as "all"', [JSON.stringify(cookies)]));
}

export async function readCookies(client: pg.Client): Promise<Record<string, string>> {
  return (await client.query<{ all: Record<string, string> }>('select "all" from shifted.cookies')).rows[0]?.all ?? {};
}

/** Asks as the one whom no policy keeps from any tenant's rows. */
async function asSuperuser<T>(superUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
