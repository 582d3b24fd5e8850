import type { AnyTool } from '@countersign/core';
import type { Run } from '../runs/run.ts';
import type { Sql } from '../store/database.ts';
import { runTool, type ToolEnd } from './run-tool.ts';

/**
 * Asks a contract something (its impact, a simulation) inside the transaction of a call, in a savepoint: a host's function
 * that refuses or breaks is an outcome of the call, and neither poisons the transaction nor keeps the run from going on.
 * Whatever it writes is undone: to ask what would happen must not make it happen.
 */
export async function askTool({ sql, run, tool }: { sql: Sql; run: Run; tool: AnyTool }, fn: (signal: AbortSignal) => unknown): Promise<ToolEnd> {
  await sql('savepoint countersign_question');
  const end = await runTool(fn, { timeoutMs: tool.timeoutMs, runSignal: run.signal });
  await sql('rollback to savepoint countersign_question');
  return end;
}
