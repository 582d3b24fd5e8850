import type { Context } from '../context.ts';
import type { Budget } from '../proposers/proposer.ts';
import type { Run } from '../runs/run.ts';
import { FenceLostError } from '../store/commit-step.ts';

/**
 * Behind the fence, and only while it fits under the cap. What is reserved is set, not added: this worker alone writes it,
 * so a reservation whose commit went unanswered is simply replaced by the next.
 */
const reserve = /* sql */ `
update countersign.runs r set reserved_micros = $4, updated_at = now()
where r.tenant_id = $1 and r.id = $2 and r.epoch = $3 and r.status = 'running' and r.cost_micros + $4 <= $5
returning r.id`;

const isHeld = /* sql */ `select 1 from countersign.runs where tenant_id = $1 and id = $2 and epoch = $3 and status = 'running'`;

/** The reservation could not be committed: no model is called, and the run goes on when the database is back. */
export class BudgetUnreachableError extends Error {
  override readonly name = 'BudgetUnreachableError';
}

/** The budget of one proposal. What it has charged by the end is the cost of the step. */
export interface RunBudget extends Budget {
  /** Millionths of a dollar: what was settled, and in full what nobody settled. */
  readonly chargedMicros: number;
}

/**
 * Lets a proposal spend the run's money: each attempt reserves an upper bound of its price on the run's own row, committed
 * before the call. What ended attempts have cost stays reserved until the step's commit turns it into cost, so that settled
 * plus reserved never exceeds the cap at any commit.
 */
export function createRunBudget(ctx: Context, run: Run): RunBudget {
  const { tenantId, runId, epoch } = run.fence;
  const held: { micros: number }[] = [];
  const sum = () => held.reduce((total, { micros }) => total + micros, 0);

  async function commit(total: number): Promise<boolean> {
    try {
      return await ctx.tenant(tenantId, async (sql) => {
        const { rowCount } = await sql(reserve, [tenantId, runId, epoch, total, run.agent.bounds.maxCostMicros]);
        if (rowCount === 1) return true;
        if ((await sql(isHeld, [tenantId, runId, epoch])).rowCount !== 1) throw new FenceLostError(`Run ${runId} was cancelled or taken over.`);
        return false;
      });
    } catch (error) {
      if (error instanceof FenceLostError) throw error;
      throw new BudgetUnreachableError(`Money for run ${runId} could not be reserved, so no model was called.`, { cause: error });
    }
  }

  return {
    get chargedMicros() {
      return sum();
    },
    async reserve(micros) {
      const amount = Math.ceil(micros);
      if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`${micros} micros cannot be reserved: it is no amount of money.`);
      if (!(await commit(sum() + amount))) return undefined;
      const entry = { micros: amount };
      held.push(entry);
      return {
        settle(costMicros) {
          const isExceeded = costMicros > amount;
          // Never more than was reserved, whatever a provider says: the cap is a promise, the excess goes to the log.
          if (isExceeded) ctx.options.logger.error({ runId, costMicros, reservedMicros: amount }, 'a model call cost more than its upper bound');
          entry.micros = isExceeded ? amount : Math.max(0, Math.ceil(costMicros));
          return entry.micros;
        },
      };
    },
  };
}
