import type { AnyTool, ExecuteContext, Principal } from '@countersign/core';
import type { HostTx } from '@countersign/core/internal';
import type { GrantRow } from '../consent/approvals/grants.ts';
import type { Purse } from '../consent/policies/rate-credit.ts';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run.ts';
import type { Sql } from '../store/database.ts';
import { toToolContext } from '../tools/tool-context.ts';

/** One call being disposed of, with the transaction it is disposed in. */
export interface Handling {
  ctx: Context;
  run: RunInHand;
  call: CallInHand;
  tool: AnyTool;
  tx: HostTx;
  sql: Sql;
  toolCtx: ExecuteContext;
  /** What the transaction spends of this process's credit of rates. */
  purse: Purse;
  /** What may speak for this call and the later ones of its step. Undefined: not read, since nobody was expected to have to be asked. */
  grants: readonly GrantRow[] | undefined;
}

/** Opens the transaction in which a call is disposed of, as its principal and with a purse of its own. */
export function withHandling<T>(
  { ctx, run, principal, call, grants }: Pick<Handling, 'ctx' | 'run' | 'call' | 'grants'> & { principal: Principal },
  dispose: (handling: Handling) => Promise<T>,
): Promise<T> {
  const tool = call.tool as AnyTool;
  return ctx.rates.settle((open) =>
    ctx.options.database.transaction(
      principal,
      (tx, sql) => dispose({ ctx, run, call, tool, tx, sql, toolCtx: toToolContext(ctx, run, call, principal, tx, run.signal), purse: open(), grants }),
      { statementTimeoutMs: tool.limits.timeoutMs },
    ),
  );
}
