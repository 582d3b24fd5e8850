import type { RuleOf } from '@countersign/core';
import { isConsentLost, isFenceLost, isRace } from '../../store/commit-step.ts';

type Rate = RuleOf<'rate'>;

/** A call's use of a rate. */
export interface Use {
  rule: Rate;
  amount: number;
  /** The slot of the rate's window that the call is counted in. */
  slot: number;
  /** False where the transaction goes on for long: the counter's row is locked until it ends. */
  mayReserve: boolean;
}

/** What of a use the counter's row has to be asked for. */
export interface CounterRequest {
  /** What the reserved quota does not cover. */
  rest: number;
  /** What to reserve for other calls, as far as the rate is far from its maximum. */
  reserve: number;
  /** What was reserved in slots that are over and not used, by slot: the row counts it no longer. */
  returns: Readonly<Record<number, number>>;
  /** Told what the row let be reserved. It may be used only once its transaction has committed. */
  onReserved(amount: number): void;
}

/** What one transaction uses. */
export interface QuotaUses {
  use(use: Use): CounterRequest;
}

/** Runs a transaction, again and again if need be; each attempt begins its own uses. */
type Transact<T> = (begin: () => QuotaUses) => Promise<T>;

/** What this process has reserved of rates for the calls that will need it, so that these lock no counter. */
export interface RateQuotas {
  /** What a call in this slot may still use without the row. */
  findLeft(rule: Rate, slot: number): number;
  /** What the row counts from this slot on and no call has used: reserved, or to be returned to it. */
  findReserved(rule: Rate, oldest: number): number;
  /**
   * Runs a transaction that may use quota, and books by how it ended. Rolled back, it reserved and used nothing. Where nobody can
   * tell how it ended, what it used is used and what it reserved is not there.
   */
  transact<T>(transact: Transact<T>): Promise<T>;
}

interface Quota {
  /** A quota belongs to the slot that it was counted in: used in a later one it would outlive its window. */
  slot: number;
  left: number;
  /** What calls of this process used in this slot. */
  used: number;
  /** One transaction at a time reserves: the others would only wait behind it. */
  isReserving: boolean;
  returns: Map<number, number>;
}

/** So many calls like this one are reserved for at once, but no more than so many times what this slot has used: rare calls hold little back. */
const MOST_CALLS = 64;
const TIMES_USED = 4;

/** Creates the quotas of one process. One goes with the rule as it was read: rules that are read anew begin without any. */
export function createRateQuotas(): RateQuotas {
  const quotas = new WeakMap<Rate, Quota>();
  const quotaOf = (rule: Rate): Quota => {
    const quota = quotas.get(rule) ?? { slot: 0, left: 0, used: 0, isReserving: false, returns: new Map() };
    quotas.set(rule, quota);
    return quota;
  };
  return {
    findLeft(rule, slot) {
      const quota = quotaOf(rule);
      return quota.slot === slot ? quota.left : 0;
    },
    findReserved(rule, oldest) {
      const { slot, left, returns } = quotaOf(rule);
      return [...returns, [slot, left] as const].reduce((sum, [of, amount]) => (of >= oldest ? sum + amount : sum), 0);
    },
    async transact(transact) {
      let uses = beginUses(quotaOf);
      try {
        const result = await transact(() => {
          uses.close('unknown');
          uses = beginUses(quotaOf);
          return uses;
        });
        uses.close('committed');
        return result;
      } catch (error) {
        uses.close(isFenceLost(error) || isConsentLost(error) || isRace(error) ? 'rolled_back' : 'unknown');
        throw error;
      }
    },
  };
}

type End = 'committed' | 'rolled_back' | 'unknown';

function beginUses(quotaOf: (rule: Rate) => Quota): QuotaUses & { close(end: End): void } {
  const closing: ((end: End) => void)[] = [];
  return {
    use({ rule, amount, slot, mayReserve }) {
      const quota = quotaOf(rule);
      if (slot > quota.slot) beginSlot(quota, slot);
      // Its clock stood before a slot that has begun: it is counted where it stood, by itself.
      if (slot < quota.slot) return { rest: amount, reserve: 0, returns: {}, onReserved: () => {} };
      const used = Math.min(quota.left, amount);
      quota.left -= used;
      const reserve = mayReserve && !quota.isReserving ? toReserve(quota, amount) : 0;
      const rest = amount - used;
      const returns = rest > 0 || reserve > 0 ? takeReturns(quota) : new Map<number, number>();
      if (reserve > 0) quota.isReserving = true;
      let reserved = 0;
      closing.push((end) => {
        if (reserve > 0) quota.isReserving = false;
        if (end === 'committed') {
          addTo(quota, slot, reserved);
          if (quota.slot === slot) quota.used += amount;
        }
        if (end === 'rolled_back') {
          addTo(quota, slot, used);
          for (const [of, left] of returns) addTo(quota, of, left);
        }
      });
      return {
        rest,
        reserve,
        returns: Object.fromEntries(returns),
        onReserved: (amountReserved) => {
          reserved = amountReserved;
        },
      };
    },
    close(end) {
      for (const book of closing.splice(0)) book(end);
    },
  };
}

/** Reserved when half of it is used, so that the calls after this one need not wait until it is there. */
function toReserve({ left, used }: Quota, amount: number): number {
  const most = Math.min(used * TIMES_USED, amount * MOST_CALLS);
  return left < most / 2 ? most - left : 0;
}

function beginSlot(quota: Quota, slot: number): void {
  const { slot: before, left } = quota;
  Object.assign(quota, { slot, left: 0, used: 0 });
  addTo(quota, before, left);
}

/** To what may be used, or to what is returned where its slot is over. */
function addTo(quota: Quota, slot: number, amount: number): void {
  if (amount === 0) return;
  if (slot === quota.slot) quota.left += amount;
  else quota.returns.set(slot, (quota.returns.get(slot) ?? 0) + amount);
}

function takeReturns(quota: Quota): Map<number, number> {
  const { returns } = quota;
  quota.returns = new Map();
  return returns;
}
