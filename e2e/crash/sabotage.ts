import type pg from 'pg';
import type { Sabotage } from './app-options.ts';

const fence = "and r.epoch = $3 and r.status = 'running'";

/**
 * Takes a guard out of the runtime, from the outside, to see that the crash tests notice: `fence` rewrites the statement
 * that commits a step so that it no longer names its epoch, `key` strips the header by which a target knows a repeat.
 *
 * @throws when there is nothing to take out: a sabotage that does nothing would prove nothing
 */
export function applySabotage(sabotage: Sabotage | undefined, pool: pg.Pool): { fetch: typeof fetch } {
  if (sabotage === 'fence') pool.on('connect', (client) => unfence(client));
  return { fetch: sabotage === 'key' ? fetchWithoutKey : fetch };
}

function unfence(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const patched = (statement: unknown, ...rest: unknown[]): unknown => query(rewrite(statement), ...rest);
  Object.assign(client, { query: patched });
}

function rewrite(statement: unknown): unknown {
  if (typeof statement !== 'object' || statement === null || !('text' in statement) || typeof statement.text !== 'string') return statement;
  if (!statement.text.includes('countersign.fence_lost()')) return statement;
  if (!statement.text.includes(fence)) throw new Error('The statement that commits a step reads differently now: teach the sabotage its new fence.');
  return { ...statement, text: statement.text.replace(fence, 'and $3::int is not null') };
}

const fetchWithoutKey: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  if (init?.method === 'POST' && !headers.has('idempotency-key')) throw new Error('The tool sends no Idempotency-Key to strip.');
  headers.delete('idempotency-key');
  return fetch(input, { ...init, headers });
};
