import pg from 'pg';
import type { BenchHost, Mode } from './host.ts';

/** One statement as the runtime sent it. */
export interface Statement {
  name?: string;
  text: string;
  values?: unknown[];
}

/** What a step says to the database, in order, and the ids in it that a replay has to change. */
export interface CapturedStep {
  statements: Statement[];
  runId: string;
  sessionId: string;
  stepIndex: number;
}

const CAPTURED_STEP = 3;

/** Listens in on one real run and cuts out the statements of one step: transactions from `begin` to `commit`. */
export async function captureStep(host: BenchHost, mode: Mode): Promise<CapturedStep> {
  const sent: Statement[] = [];
  const { prototype } = pg.Client as unknown as { prototype: { query: (...args: unknown[]) => unknown } };
  const original = prototype.query;
  prototype.query = function record(this: unknown, ...args: unknown[]) {
    const [first, values] = args as [unknown, unknown[] | undefined];
    if (typeof first === 'string') sent.push(values ? { text: first, values } : { text: first });
    else if (typeof first === 'object' && first !== null && 'text' in first) sent.push({ ...(first as Statement) });
    return original.apply(this, args);
  };
  const principal = host.principal(0);
  try {
    const { runId, sessionId } = await host.countersign.api.startRun(principal, { agent: mode, task: 'To be listened to.' });
    sent.length = 0;
    await host.countersign.advance(principal.tenantId, runId);
    const transactions = toTransactions(sent).filter((statements) => statements.some(({ text }) => text.includes('countersign.fence_lost')));
    const perStep = mode === 'fused' ? 1 : 2;
    const statements = transactions.slice(CAPTURED_STEP * perStep, (CAPTURED_STEP + 1) * perStep).flat();
    return { statements, runId, sessionId, stepIndex: CAPTURED_STEP };
  } finally {
    prototype.query = original;
  }
}

function toTransactions(sent: readonly Statement[]): Statement[][] {
  const transactions: Statement[][] = [];
  let open: Statement[] = [];
  for (const statement of sent) {
    if (statement.text.startsWith('begin')) open = [];
    open.push(statement);
    if (statement.text === 'commit') transactions.push(open);
  }
  return transactions;
}

/** The captured statements as another step of another run would have sent them. */
export function toReplay(captured: CapturedStep, run: { runId: string; sessionId: string; epoch: number }, stepIndex: number): Statement[] {
  return captured.statements.map((statement) =>
    statement.values ? { ...statement, values: statement.values.map((value) => substitute(value, captured, run, stepIndex)) } : statement,
  );
}

function substitute(value: unknown, captured: CapturedStep, run: { runId: string; sessionId: string }, stepIndex: number): unknown {
  if (value === captured.stepIndex) return stepIndex;
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(captured.runId, run.runId)
    .replaceAll(captured.sessionId, run.sessionId)
    .replaceAll(`"step_index":${captured.stepIndex}`, `"step_index":${stepIndex}`);
}
