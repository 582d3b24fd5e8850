import { type ErrorBody, type EventBody, type InvocationStatus, isApprovalRequired, isSettled, type NodeProps, node } from '@countersign/core';
import type { AuditRow, InvocationRow } from '../store/commit-step.ts';
import { toReceiptText } from './receipt-text.ts';
import { addToWrite, type Call, invocationId, type Run, replaceCall, toCallResult } from './run.ts';

/** What became of a call. */
export interface CallOutcome {
  status: InvocationStatus;
  output?: unknown;
  error?: ErrorBody;
  isReplayed?: boolean;
  startedAt?: Date;
  deadlineAt?: Date;
  finishedAt?: Date;
}

/** A run that knows an outcome, and what the outcome leaves in the tables apart from the run's own row. */
export interface AppliedOutcome {
  run: Run;
  row: InvocationRow;
  events: readonly EventBody[];
  audit: readonly AuditRow[];
  failures: number;
}

/** The run with an outcome taken in, its rows gathered for the next commit. */
export function settleCall(run: Run, call: Call, outcome: CallOutcome): Run {
  const { run: known, row, events, audit, failures } = applyOutcome(run, call, outcome);
  const { write } = known;
  return addToWrite({ ...known, write: { ...write, invocations: mergeRow(write.invocations, row), failures: write.failures + failures } }, { events, audit });
}

/** The run with an outcome taken in, and what has to be written; the run's own next commit does not write it. */
export function applyOutcome(run: Run, before: Call, outcome: CallOutcome): AppliedOutcome {
  const call: Call = {
    ...before,
    status: outcome.status,
    output: outcome.output,
    error: outcome.error,
    isReplayed: outcome.isReplayed ?? false,
    startedAt: outcome.startedAt ?? before.startedAt,
    deadlineAt: outcome.deadlineAt ?? before.deadlineAt,
  };
  const failures = isFailure(call) ? 1 : putsRefusalRight(run, call) ? -1 : 0;
  const known: Run = {
    ...replaceCall(run, call),
    results: isSettled(call.status) ? [...run.results, toCallResult(call)] : run.results,
    recordsTaken: run.recordsTaken + (call.status === 'succeeded' ? countRecords(call) : 0),
    failures: run.failures + failures,
  };
  const receipt = toReceipt(run, call);
  return { run: known, row: toRow(call, outcome), events: receipt ? [receipt] : [], audit: [toAudit(run, call)], failures };
}

/** How many records a call takes to, if it is one that destroys, cannot be taken back or leaves the tenant. One that was found done takes to none. */
export function countRecords({ tool, impact, isReplayed }: Call): number {
  const isCounted = tool && !isReplayed && (isApprovalRequired(tool) || tool.reach === 'outward');
  return isCounted ? (impact?.records ?? 1) : 0;
}

/** The first success after a rule refused the text: what was asked for is done, and the refusal is no failure any more. */
function putsRefusalRight(run: Run, call: Call): boolean {
  if (call.status !== 'succeeded') return false;
  const earlier = run.results.filter((result) => result.tool === call.toolName);
  const refused = earlier.findLastIndex((result) => !result.ok && result.error.code === 'content_refused');
  return refused !== -1 && earlier.slice(refused).every((result) => !result.ok);
}

/** A call that did not do what was asked. A malformed proposal is not one: nothing was begun, and the proposer is told. */
function isFailure(call: Call): boolean {
  switch (call.status) {
    case 'failed':
      return call.inputHash !== null;
    case 'denied':
    case 'in_doubt':
      return true;
    default:
      return false;
  }
}

function toRow(call: Call, outcome: CallOutcome): InvocationRow {
  const row: InvocationRow = {
    step_index: call.stepIndex,
    call_index: call.callIndex,
    tool: call.toolName.slice(0, 200),
    contract_version: call.contractVersion,
    status: call.status,
    input: call.raw,
    input_hash: call.inputHash,
    intent_key: call.intentKey,
    generation: call.generation,
    is_replayed: call.isReplayed,
    allowed_by: call.allowedBy,
  };
  if (call.impact) row.impact = call.impact;
  if (outcome.output !== undefined) row.output = outcome.output;
  if (outcome.error) row.error = outcome.error;
  if (outcome.startedAt) row.started_at = outcome.startedAt.toISOString();
  if (outcome.deadlineAt) row.deadline_at = outcome.deadlineAt.toISOString();
  if (outcome.finishedAt) row.finished_at = outcome.finishedAt.toISOString();
  return row;
}

/** One row a call in one statement: a later state of the same call replaces the earlier. */
function mergeRow(rows: readonly InvocationRow[], row: InvocationRow): InvocationRow[] {
  const isSame = (other: InvocationRow) => other.step_index === row.step_index && other.call_index === row.call_index;
  return rows.some(isSame) ? rows.map((other) => (isSame(other) ? { ...other, ...row } : other)) : [...rows, row];
}

function toAudit(run: Run, call: Call): AuditRow {
  return {
    actor: `agent:${run.agent.name} for user:${run.identity.userId}`,
    action: `call.${call.status}`,
    subject: invocationId(run.fence.runId, call),
    data: toAuditData(call),
  };
}

function toAuditData(call: Call) {
  const { toolName, inputHash, allowedBy, isReplayed, repaired, error } = call;
  const data = { tool: toolName, inputHash, allowedBy, replayed: isReplayed, error: error?.code ?? null };
  return repaired === undefined ? data : { ...data, repaired };
}

function toReceipt(run: Run, call: Call): EventBody | undefined {
  const { tool } = call;
  if (!tool || tool.effect === 'none') return undefined;
  const status = toReceiptStatus(call);
  if (!status) return undefined;
  const id = invocationId(run.fence.runId, call);
  const props: NodeProps<'receipt'> = { invocationId: id, tool: tool.name, status, text: toReceiptText(tool, call) };
  if (call.isReplayed) props.replayed = true;
  if (call.error) props.error = { code: call.error.code, message: call.error.message };
  return { type: 'ui.append', key: `receipt:${id}`, runId: run.fence.runId, node: node('receipt', props) };
}

function toReceiptStatus(call: Call): NodeProps<'receipt'>['status'] | undefined {
  switch (call.status) {
    case 'succeeded':
    case 'in_doubt':
      return call.status;
    case 'failed':
      return isFailure(call) ? 'failed' : undefined;
    case 'denied':
      return call.error?.code === 'approval_expired' ? 'expired' : 'denied';
    default:
      return undefined;
  }
}
