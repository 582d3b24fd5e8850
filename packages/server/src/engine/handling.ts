import type { AnyTool, Principal } from '@countersign/core';
import type { GrantRow } from '../consent/approvals/grants.ts';
import type { Question } from '../consent/judgement.ts';
import type { QuotaUses } from '../consent/policies/rate-quota.ts';
import type { Call, Run } from '../runs/run.ts';
import { toToolContext } from '../tools/tool-context.ts';
import type { EngineContext } from './engine-context.ts';

/** A call to be disposed of, and whom it is for. */
export interface Disposal {
  run: Run;
  call: Call;
  principal: Principal;
  grants?: readonly GrantRow[] | undefined;
}

/** One call being disposed of, with the transaction it is disposed in. */
export interface Handling extends Question {
  ctx: EngineContext;
  /** What the transaction uses of this process's quotas of rates. */
  uses: QuotaUses;
}

/** Opens the transaction in which a call is disposed of, as its principal and with uses of its own. */
export function withHandling<T>(ctx: EngineContext, { run, call, principal, grants }: Disposal, dispose: (handling: Handling) => Promise<T>): Promise<T> {
  const tool = call.tool as AnyTool;
  return ctx.quotas.transact((begin) =>
    ctx.options.database.transaction(
      principal,
      (tx, sql) => dispose({ ctx, run, call, tool, principal, tx, sql, toolCtx: toToolContext(ctx, { run, call, principal, tx }), uses: begin(), grants }),
      { statementTimeoutMs: tool.timeoutMs },
    ),
  );
}
