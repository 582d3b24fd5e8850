import { type AnyTool, type EventBody, type NodeProps, node } from '@countersign/core';
import { type ErrorBody, type InvocationStatus, isSettled } from '@countersign/core/internal';
import { type CallInHand, invocationId, type RunInHand, toCallResult } from '../runs/run.ts';
import type { AuditRow, InvocationRow, StepWrite } from '../store/commit-step.ts';
import { countRecords } from './is-batch.ts';
import { toWords } from './to-words.ts';

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

/** What an outcome leaves in the tables, apart from the run's own row. */
export interface OutcomeWrite {
  row: InvocationRow;
  events: EventBody[];
  audit: AuditRow[];
  failures: number;
}

/** Takes an outcome in, in memory, and gathers its rows for the next commit of the run. */
export function settleCall(run: RunInHand, call: CallInHand, outcome: CallOutcome): void {
  const { row, events, audit, failures } = applyOutcome(run, call, outcome);
  pushRow(run.write, row);
  run.write.events.push(...events);
  run.write.audit.push(...audit);
  run.write.failures += failures;
}

/** Takes an outcome in, in memory, and returns what has to be written. */
export function applyOutcome(run: RunInHand, call: CallInHand, outcome: CallOutcome): OutcomeWrite {
  call.status = outcome.status;
  call.output = outcome.output;
  call.error = outcome.error;
  call.isReplayed = outcome.isReplayed ?? false;
  call.startedAt = outcome.startedAt ?? call.startedAt;
  call.deadlineAt = outcome.deadlineAt ?? call.deadlineAt;
  const failures = isFailure(call) ? 1 : putsRefusalRight(run, call) ? -1 : 0;
  if (isSettled(call.status)) run.results.push(toCallResult(call));
  if (call.status === 'succeeded') run.recordsTaken += countRecords(call);
  run.failures += failures;
  const receipt = toReceipt(run, call);
  return { row: toRow(call, outcome), events: receipt ? [receipt] : [], audit: toAudit(run, call), failures };
}

/** The first success after a rule refused the text: what was asked for is done, and the refusal is no failure any more. */
function putsRefusalRight(run: RunInHand, call: CallInHand): boolean {
  if (call.status !== 'succeeded') return false;
  const before = run.results.filter((result) => result.tool === call.toolName);
  const refused = before.findLastIndex((result) => !result.ok && result.error.code === 'content_refused');
  return refused !== -1 && before.slice(refused).every((result) => !result.ok);
}

/** A call that did not do what was asked. A malformed proposal is not one: nothing was begun, and the proposer is told. */
function isFailure(call: CallInHand): boolean {
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

function toRow(call: CallInHand, outcome: CallOutcome): InvocationRow {
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
function pushRow(write: StepWrite, row: InvocationRow): void {
  const position = write.invocations.findIndex((other) => other.step_index === row.step_index && other.call_index === row.call_index);
  if (position === -1) write.invocations.push(row);
  else write.invocations[position] = { ...write.invocations[position], ...row };
}

function toAudit(run: RunInHand, call: CallInHand): AuditRow[] {
  return [
    {
      actor: `agent:${run.agent.name} for user:${run.identity.userId}`,
      action: `call.${call.status}`,
      subject: invocationId(run.fence.runId, call),
      data: toAuditData(call),
    },
  ];
}

function toAuditData(call: CallInHand) {
  const { toolName, inputHash, allowedBy, isReplayed, repaired, error } = call;
  const data = { tool: toolName, inputHash, allowedBy, replayed: isReplayed, error: error?.code ?? null };
  return repaired === undefined ? data : { ...data, repaired };
}

function toReceipt(run: RunInHand, call: CallInHand): EventBody | undefined {
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

function toReceiptStatus(call: CallInHand): NodeProps<'receipt'>['status'] | undefined {
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

/** What the user reads, from the result and from nothing else. A receipt function that throws costs its wording, not the record. */
export function toReceiptText(tool: AnyTool, call: Pick<CallInHand, 'status' | 'output' | 'input' | 'error' | 'isReplayed'>): string {
  const name = toWords(tool.name);
  switch (call.status) {
    case 'succeeded': {
      const text = safely(() => tool.receipt?.(call.output, call.input)) ?? `${name}: done.`;
      return call.isReplayed ? `${text} (This had been done before; it was not done again.)` : text;
    }
    case 'in_doubt':
      return `${name}: it is not known whether this happened.`;
    default:
      return `${name}: not done. ${call.error?.message ?? ''}`.trim();
  }
}

function safely<T>(render: () => T): T | undefined {
  try {
    return render();
  } catch {
    return undefined; // The caller has a plain sentence for this.
  }
}
