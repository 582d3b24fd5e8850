import { isFinal, type RunStatus, type SessionEvent } from '@countersign/core';
import { dumpRun } from './dump-run.ts';
import type { Site } from './open-site.ts';

interface Run {
  status: RunStatus;
  step_count: number;
}
interface Invocation {
  step_index: number;
  call_index: number;
  tool: string;
  status: string;
  input: { text: string };
  is_replayed: boolean;
}

/**
 * Judges runs that rest by promise 2 (never twice, never lost, never pretended): the ledger's file and the host's rows
 * against what the runtime says of them. Every text must be sent by one call only, so that a count says something.
 * Returns sentences; none means that the promise holds.
 */
export async function findViolations(site: Site, runIds: readonly string[]): Promise<string[]> {
  const ledger = await site.readLedger();
  const { rows } = await site.superuser.query<{ text: string }>('select text from host.rows');
  const countEffects = (tool: string, text: string): number =>
    tool.startsWith('add_row')
      ? rows.filter((row) => row.text === text).length
      : ledger.filter((entry) => entry.kind === 'effect' && entry.text === text).length;

  const violations: string[] = [];
  for (const runId of runIds) {
    const dump = await dumpRun(site.superuser, runId);
    const run = dump.run?.[0] as Run;
    const invocations = dump.invocations as Invocation[];
    for (const { tool, status, input, step_index, call_index } of invocations) {
      const name = `${tool} "${input.text}" (${status})`;
      const effects = countEffects(tool, input.text);
      if (effects > 1) violations.push(`${name} took effect ${effects} times`);
      if (status === 'succeeded' && effects === 0) violations.push(`${name} is claimed and never took effect`);
      if (['failed', 'denied', 'cancelled'].includes(status) && effects > 0) violations.push(`${name} is denied and took effect`);
      if (isFinal(run.status) && ['started', 'approved', 'awaiting_approval'].includes(status)) violations.push(`${name} was left open`);
      const claims = countAudit(dump.audit as Audited[], `${runId}/${step_index}/${call_index}`, 'call.succeeded');
      if (claims > 1) violations.push(`${name} is on record as done ${claims} times`);
    }
    violations.push(...findGaps(dump.steps as { step_index: number }[], dump.events as { seq: string }[]).map((gap) => `run ${runId}: ${gap}`));
    violations.push(...findWrongRest(run, invocations, dump).map((wrong) => `run ${runId}: ${wrong}`));
  }
  return violations;
}

interface Audited {
  subject: string;
  action: string;
}

function countAudit(audit: readonly Audited[], subject: string, action: string): number {
  return audit.filter((row) => row.subject === subject && row.action === action).length;
}

function findGaps(steps: readonly { step_index: number }[], events: readonly { seq: string }[]): string[] {
  const gaps: string[] = [];
  if (steps.some((step, index) => step.step_index !== index)) gaps.push(`its steps are ${steps.map((step) => step.step_index).join(',')}`);
  if (events.some((event, index) => Number(event.seq) !== index + 1)) gaps.push(`its events are ${events.map((event) => event.seq).join(',')}`);
  return gaps;
}

/** A run may rest in doubt only where a human is asked, and read "completed" only where all went well. */
function findWrongRest(run: Run, invocations: readonly Invocation[], dump: Record<string, unknown[]>): string[] {
  const wrong: string[] = [];
  const inDoubt = invocations.filter((invocation) => invocation.status === 'in_doubt').length;
  const asked = (dump.requests as { kind: string; is_open: boolean }[]).filter((request) => request.kind === 'doubt' && request.is_open).length;
  if (inDoubt !== asked) wrong.push(`${inDoubt} calls are in doubt and ${asked} questions are open`);
  if (run.status === 'awaiting_human' && inDoubt === 0) wrong.push('it waits for a human about nothing');
  if (run.status === 'completed' && invocations.some((invocation) => invocation.status !== 'succeeded'))
    wrong.push('it reads "completed" and not all succeeded');
  if (run.status === 'completed_with_failures' && invocations.every((invocation) => invocation.status === 'succeeded'))
    wrong.push('it reads failed and all succeeded');
  if (run.step_count !== dump.steps?.length) wrong.push(`it counts ${run.step_count} steps and has ${dump.steps?.length}`);
  return wrong;
}

/** The status of every receipt a session shows, in the order they were written. */
export function listReceipts(events: readonly SessionEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'ui.append' && event.node.type === 'receipt' ? [String(event.node.props.status)] : []));
}
