import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { CountersignError } from '@countersign/core';
import type pg from 'pg';
import type { Sql } from './database.ts';
import { guardClient } from './guard-client.ts';

const preparedNames = new Map<string, string>();
/** Our own statements are a few dozen; texts beyond this number are being composed, and naming each would fill the server's memory. */
const mostPrepared = 500;

/**
 * A statement with values gets a name: it is then parsed and planned once per connection, which halves what a small one
 * costs the server. Without values it goes as it is, which also lets several commands travel in one text.
 */
function toQuery(text: string, values: unknown[]): pg.QueryConfig {
  if (values.length === 0) return { text };
  const name =
    preparedNames.get(text) ?? (preparedNames.size < mostPrepared ? `cs_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}` : undefined);
  if (name === undefined) return { text, values };
  preparedNames.set(text, name);
  return { name, text, values };
}

/** What a connection must not be kept after: its prepared statements no longer fit the schema, or the pooler mixed them up. */
const staleStatement = new Set(['0A000', '26000', '42P05']);

type Coded = { code?: string };
const inFailedTransaction = '25P02';

/** One connection for the length of one transaction: sends, keeps count of what is under way, and knows how it ended. */
export class TransactionConnection {
  /** The connection as the host's adapters get it. */
  readonly guarded: pg.PoolClient;
  private readonly client: pg.PoolClient;
  private readonly inFlight = new Set<Promise<unknown>>();
  private tail: Promise<unknown> = Promise.resolve();
  private openingError: unknown;
  private lastError: unknown;
  private isOver = false;
  private isGathering = false;
  private isBroken = false;
  private readonly onError = (): void => {
    this.isBroken = true;
  };

  constructor(client: pg.PoolClient) {
    this.client = client;
    // Without a listener, a connection that breaks while it is checked out ends the process.
    client.on('error', this.onError);
    this.guarded = guardClient(client, { isOver: () => this.isOver, send: (query) => this.send(query) });
  }

  readonly sql: Sql = (text, values = []) => {
    if (this.isOver) return Promise.reject(new CountersignError('internal', 'The transaction is over: this statement came too late and was not sent.'));
    return this.send(() => this.client.query(toQuery(text, values)));
  };

  open(opening: string): void {
    this.send(() => this.client.query(opening)).catch((error: unknown) => {
      this.openingError = error;
    });
  }

  /** Pipelined connections take statements at once and answer in order; others are handed one when the last was answered. */
  private send<R>(query: () => Promise<R>): Promise<R> {
    const isPipelined = (this.client as unknown as { pipeline?: boolean }).pipeline === true;
    if (isPipelined) this.gather();
    const sent = isPipelined ? query() : this.tail.then(query, query);
    this.tail = sent;
    this.inFlight.add(sent);
    sent.then(
      () => this.inFlight.delete(sent),
      (error: unknown) => {
        this.inFlight.delete(sent);
        const { code } = error as Coded;
        if (code !== inFailedTransaction) this.lastError = error;
        if (code !== undefined && staleStatement.has(code)) this.isBroken = true;
      },
    );
    return sent;
  }

  /**
   * Holds back what is sent until this turn of the event loop ends, so that it leaves in one system call and wakes the
   * server once. Of a step's time in Node, 43 % had gone into writing six small packets.
   */
  private gather(): void {
    const stream = (this.client as unknown as { connection?: { stream?: Writable } }).connection?.stream;
    if (!stream || this.isGathering) return;
    this.isGathering = true;
    stream.cork();
    process.nextTick(() => {
      this.isGathering = false;
      stream.uncork();
    });
  }

  async commit(): Promise<void> {
    this.isOver = true;
    // A statement such as `update …; commit` slips past the guard. What it did cannot be undone, but it does not go unsaid.
    if (this.inFlight.size === 0 && this.client.getTransactionStatus() === 'I')
      throw new CountersignError('internal', 'A statement ended the transaction that it ran in. Use savepoints instead.');
    const { command } = await this.send(() => this.client.query('commit'));
    // After a failed statement COMMIT succeeds, as a rollback. Nobody may take that for success.
    if (command !== 'COMMIT') throw this.lastError ?? new CountersignError('internal', 'The server rolled the transaction back at its commit.');
  }

  async rollback(): Promise<void> {
    this.isOver = true;
    if (this.isBroken) return;
    try {
      await this.send(() => this.client.query('rollback'));
    } catch {
      this.isBroken = true; // the connection is closed, and with it the transaction; the caller gets the first error, which explains this one
    }
  }

  /** The error that says most: what made the transaction fail, rather than "current transaction is aborted". */
  explain(error: unknown): unknown {
    if (this.openingError !== undefined) return this.openingError;
    return (error as Coded | undefined)?.code === inFailedTransaction ? (this.lastError ?? error) : error;
  }

  release(): void {
    this.client.removeListener('error', this.onError);
    this.client.release(this.isBroken);
  }
}
