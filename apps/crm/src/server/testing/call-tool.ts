import { setTimeout as delay } from 'node:timers/promises';
import { scriptedProposer } from '@countersign/server/testing';
import type { Ask } from './create-test-crm.ts';

/** A proposer whose task is the call: for tests of what the tools do, not of what words mean. */
export const literalProposer = { proposer: () => scriptedProposer(({ cause }) => ({ calls: toCalls(cause), isFinal: true })) };

function toCalls(cause: { kind: string; task?: string; text?: string }) {
  const calls: unknown = JSON.parse((cause.kind === 'task' ? cause.task : cause.text) ?? '[]');
  return (Array.isArray(calls) ? calls : [calls]) as { tool: string; input: object }[];
}

/** Has the copilot make one call as a person, and waits until its run rests. */
export async function callTool(ask: Ask, tool: string, input: object) {
  const { status, body } = await ask('POST', '/agent/runs', { agent: 'copilot', task: JSON.stringify({ tool, input }) });
  if (status !== 202) throw new Error(`The run was not started: ${JSON.stringify(body)}`);
  return { runId: body.runId as string, sessionId: body.sessionId as string, ...(await rest(ask, body.runId)) };
}

/** Waits until a run rests. */
async function rest(ask: Ask, runId: string) {
  for (let tries = 0; tries < 600; tries += 1) {
    const { body } = await ask('GET', `/agent/runs/${runId}`);
    if (!['pending', 'running'].includes(body.status)) return { status: body.status as string, call: body.steps[0]?.invocations[0], body };
    await delay(50);
  }
  throw new Error(`The run ${runId} did not come to rest within 30 s.`);
}

/** What waits for somebody's approval in a run. */
export async function findRequest(ask: Ask, runId: string) {
  const { body } = await ask('GET', '/agent/approvals');
  return body.approvals.find((approval: { runId: string; status?: string }) => approval.runId === runId);
}

/** Approves what waits in somebody's run, as them or as somebody else who may, and waits until it rests again. */
export async function approve(ask: Ask, runId: string, by: Ask = ask) {
  const request = await findRequest(by, runId);
  const decision = { requestId: request.requestId, decisions: [{ itemId: request.items[0].itemId, decision: 'approve' }] };
  const { status, body } = await by('POST', '/agent/approvals/decisions', decision);
  if (status !== 200) throw new Error(`The approval was not taken: ${status} ${JSON.stringify(body)}`);
  return rest(ask, runId);
}

/** The receipts of a session, in their order. */
export async function readReceipts(ask: Ask, sessionId: string): Promise<string[]> {
  const { body } = await ask('GET', `/agent/sessions/${sessionId}/events`, undefined, { accept: 'application/json' });
  const nodes = body.events.filter((event: { type: string; node?: { type: string } }) => event.type === 'ui.append' && event.node?.type === 'receipt');
  return nodes.map((event: { node: { props: { text: string } } }) => event.node.props.text);
}
