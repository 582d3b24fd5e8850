import { CountersignError } from '@countersign/core';
import type pg from 'pg';

interface Guard {
  isOver(): boolean;
  send<R>(query: () => Promise<R>): Promise<R>;
}

type Callback = (error: Error, result?: pg.QueryResult) => void;
type Query = (...args: unknown[]) => Promise<pg.QueryResult>;

/* Commands that would end, or pretend to begin, a transaction that is not theirs. Savepoints stay free. */
const transactionCommand = /^\s*(?:begin|start\s+transaction|commit|end|abort|prepare\s+transaction|rollback(?!\s+(?:work\s+|transaction\s+)?to\b))\b/i;

function findRefusal(guard: Guard, statement: unknown): CountersignError | null {
  if (guard.isOver())
    return new CountersignError(
      'internal',
      'The transaction is over: this statement came too late and was not sent. A tool must end its work when its signal aborts.',
    );
  const text = typeof statement === 'string' ? statement : ((statement as { text?: string } | null)?.text ?? '');
  if (!transactionCommand.test(text)) return null;
  return new CountersignError(
    'internal',
    `"${text.trim().slice(0, 40)}" is not a tool's to send: the transaction commits with the record of the call. Use a savepoint.`,
  );
}

/**
 * A pg client for code that runs inside a transaction it does not own. It is the real client to every adapter that takes
 * one, but its `query` refuses once the transaction is over (a tool that overran must not write into the next one on the
 * same connection), refuses commands that would end it, and it cannot be released or closed.
 */
export function guardClient(client: pg.PoolClient, guard: Guard): pg.PoolClient {
  const query = client.query.bind(client) as unknown as Query;
  const guarded = (...args: unknown[]): unknown => {
    const refusal = findRefusal(guard, args[0]);
    const callback = typeof args.at(-1) === 'function' ? (args.pop() as Callback) : undefined;
    // Cursors and streams speak the protocol themselves and are not promises.
    if (typeof (args[0] as { submit?: unknown } | null)?.submit === 'function') {
      if (refusal) throw refusal;
      return query(...args);
    }
    const answer = refusal ? Promise.reject(refusal) : guard.send(() => query(...args));
    if (!callback) return answer;
    answer.then(
      (result) => callback(null as unknown as Error, result),
      (error: Error) => callback(error),
    );
    return undefined;
  };
  const notYours = (): never => {
    throw new CountersignError('internal', 'This connection belongs to the transaction; it is released when that ends.');
  };
  return new Proxy(client, {
    get(target, property) {
      if (property === 'query') return guarded;
      if (property === 'release' || property === 'end' || property === 'connect') return notYours;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
