import type { Countersign, HostDatabase } from '@countersign/server';

/** What the routes of every kind of record need. */
export interface RecordRoutesOptions {
  database: HostDatabase;
  /** Tells a session of the copilot that what a panel was opened for is done, in the transaction that did it. */
  completeGoal: Countersign['completeGoal'];
}
