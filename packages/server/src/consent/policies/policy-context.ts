import type { Context } from '../../context.ts';
import type { PolicyCache } from './policy-cache.ts';
import type { RateQuotas } from './rate-quota.ts';

/** What judging by rules needs besides: the rules as this process knows them, and what it has reserved of their rates. */
export interface PolicyContext extends Context {
  readonly policies: PolicyCache;
  readonly quotas: RateQuotas;
}
