import type { AnyTool, ExecuteContext, HostTx } from '@countersign/core';
import type { Context } from '../context.ts';
import type { CallInHand, RunInHand } from '../runs/run-in-hand.ts';
import type { Sql } from '../store/database.ts';

/** One call being disposed of, with the transaction it is disposed in. */
export interface Handling {
  ctx: Context;
  run: RunInHand;
  call: CallInHand;
  tool: AnyTool;
  tx: HostTx;
  sql: Sql;
  toolCtx: ExecuteContext;
}
