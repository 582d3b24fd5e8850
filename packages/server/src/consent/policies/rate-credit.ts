import type { RuleOf } from '@countersign/core';
import { isConsentLost, isFenceLost, isRace } from '../../store/commit-step.ts';

type Rate = RuleOf<'rate'>;

/** What of a call the counter's row has to be asked for. */
export interface Share {
  /** What credit does not cover. */
  rest: number;
  /** What to take ahead of other calls, as far as the rate is far from its maximum. */
  ahead: number;
  /** What was taken ahead in slots that are over and not used, by slot: the row counts it no longer. */
  owed: Readonly<Record<number, number>>;
  /** Told what the row gave ahead. It is credit only once its transaction has committed. */
  given(amount: number): void;
}

/** What one transaction spends. */
export interface Purse {
  /** @param mayDraw false where the transaction goes on for long: the counter's row is locked until it ends */
  spend(rule: Rate, amount: number, slot: number, mayDraw: boolean): Share;
}

/** Runs a transaction, again and again if need be; each attempt opens its own purse. */
type Transact<T> = (open: () => Purse) => Promise<T>;

/** What this process has taken of rates ahead of the calls that will need it, so that these lock no counter. */
export interface RateCredit {
  /** What is in hand for a call in this slot. */
  findLeft(rule: Rate, slot: number): number;
  /** What the row counts from this slot on and no call has used: in hand, or owed to it. */
  findHeld(rule: Rate, oldest: number): number;
  /**
   * Runs a transaction that may spend, and settles by how it ended. Rolled back, it took and used nothing. Where nobody can tell
   * how it ended, what it used is used and what it took is not there.
   */
  settle<T>(transact: Transact<T>): Promise<T>;
}

interface Credit {
  /** Credit belongs to the slot that it was counted in: used in a later one it would outlive its window. */
  slot: number;
  left: number;
  /** What calls of this process used in this slot. */
  spent: number;
  /** One transaction at a time takes ahead: the others would only wait behind it. */
  isDrawing: boolean;
  owed: Map<number, number>;
}

/** So many calls like the one in hand are taken for at once, but no more than so many times what this slot has used: rare calls hold little back. */
const MOST_CALLS = 64;
const TIMES_SPENT = 4;

/** Creates the credit of one process. It goes with the rule as it was read: rules that are read anew begin without any. */
export function createRateCredit(): RateCredit {
  const credits = new WeakMap<Rate, Credit>();
  const creditOf = (rule: Rate): Credit => {
    const credit = credits.get(rule) ?? { slot: 0, left: 0, spent: 0, isDrawing: false, owed: new Map() };
    credits.set(rule, credit);
    return credit;
  };
  return {
    findLeft(rule, slot) {
      const credit = creditOf(rule);
      return credit.slot === slot ? credit.left : 0;
    },
    findHeld(rule, oldest) {
      const { slot, left, owed } = creditOf(rule);
      return [...owed, [slot, left] as const].reduce((sum, [of, amount]) => (of >= oldest ? sum + amount : sum), 0);
    },
    async settle(transact) {
      let purse = openPurse(creditOf);
      try {
        const result = await transact(() => {
          purse.close('unknown');
          purse = openPurse(creditOf);
          return purse;
        });
        purse.close('committed');
        return result;
      } catch (error) {
        purse.close(isFenceLost(error) || isConsentLost(error) || isRace(error) ? 'rolled_back' : 'unknown');
        throw error;
      }
    },
  };
}

type End = 'committed' | 'rolled_back' | 'unknown';

function openPurse(creditOf: (rule: Rate) => Credit): Purse & { close(end: End): void } {
  const closing: ((end: End) => void)[] = [];
  return {
    spend(rule, amount, slot, mayDraw) {
      const credit = creditOf(rule);
      if (slot > credit.slot) begin(credit, slot);
      // Its clock stood before a slot that has begun: it is counted where it stood, by itself.
      if (slot < credit.slot) return { rest: amount, ahead: 0, owed: {}, given: () => {} };
      const used = Math.min(credit.left, amount);
      credit.left -= used;
      const ahead = mayDraw && !credit.isDrawing ? toAhead(credit, amount) : 0;
      const rest = amount - used;
      const owed = rest > 0 || ahead > 0 ? takeOwed(credit) : new Map<number, number>();
      if (ahead > 0) credit.isDrawing = true;
      let drawn = 0;
      closing.push((end) => {
        if (ahead > 0) credit.isDrawing = false;
        if (end === 'committed') {
          addTo(credit, slot, drawn);
          if (credit.slot === slot) credit.spent += amount;
        }
        if (end === 'rolled_back') {
          addTo(credit, slot, used);
          for (const [of, left] of owed) addTo(credit, of, left);
        }
      });
      return {
        rest,
        ahead,
        owed: Object.fromEntries(owed),
        given: (amountGiven) => {
          drawn = amountGiven;
        },
      };
    },
    close(end) {
      for (const settle of closing.splice(0)) settle(end);
    },
  };
}

/** Taken when half of it is used, so that the calls after this one need not wait until it is there. */
function toAhead({ left, spent }: Credit, amount: number): number {
  const most = Math.min(spent * TIMES_SPENT, amount * MOST_CALLS);
  return left < most / 2 ? most - left : 0;
}

function begin(credit: Credit, slot: number): void {
  const { slot: before, left } = credit;
  Object.assign(credit, { slot, left: 0, spent: 0 });
  addTo(credit, before, left);
}

/** To the credit in hand, or to what is owed where its slot is over. */
function addTo(credit: Credit, slot: number, amount: number): void {
  if (amount === 0) return;
  if (slot === credit.slot) credit.left += amount;
  else credit.owed.set(slot, (credit.owed.get(slot) ?? 0) + amount);
}

function takeOwed(credit: Credit): Map<number, number> {
  const { owed } = credit;
  credit.owed = new Map();
  return owed;
}
