import type { WatchContext } from '../consent/anomalies/count-calls.ts';
import type { PolicyContext } from '../consent/policies/policy-context.ts';
import type { Proposer } from '../proposers/proposer.ts';
import type { Leases } from './leases.ts';

/** What advancing runs needs besides. */
export interface EngineContext extends PolicyContext, WatchContext {
  readonly leases: Leases;
  readonly proposers: ReadonlyMap<string, Proposer>;
  /** True while this process's worker is being stopped: it hands its runs back between two steps. */
  isStopping(): boolean;
}
