import { isApprovalRequired, toGrantConditions } from '@countersign/core';
import { v7 as uuidv7 } from 'uuid';
import { addToWrite, type Run, replaceCall } from '../runs/run.ts';
import { settleCall } from '../runs/settle-call.ts';
import { toWords } from '../runs/to-words.ts';
import { canonicalHash } from '../store/canonical-hash.ts';
import { toJson } from '../store/to-jsonb.ts';
import { askTool } from '../tools/ask-tool.ts';
import { nameOverrun, type ToolEnd, toToolFailure } from '../tools/run-tool.ts';
import { toToolContext } from '../tools/tool-context.ts';
import { alertOfRequests } from './alert-of-requests.ts';
import { insertRequest, type NewItem, toApprovalEvent } from './approvals/insert-request.ts';
import { withoutIntent } from './freeze-intent.ts';
import { judgeCall } from './judge-call.ts';
import type { Asked, Question } from './judgement.ts';
import { mayNeedConsent } from './policies/may-need-consent.ts';

/**
 * Asks a human for a call, and in the same request for every later call of the step that will need one too: a plan of ten
 * messages is one request of ten items. Each is simulated first; what cannot be simulated is not asked for, and a call of
 * which that is true itself has failed.
 */
export async function requestApprovals(question: Question, asked: Asked): Promise<Run> {
  const { ctx, call, sql } = question;
  const first = await simulateItem(question, asked);
  if ('error' in first) {
    const { error } = first;
    if (first.cause !== undefined) ctx.options.logger.error({ tool: call.toolName, error: first.cause }, 'a simulation failed');
    return settleCall(question.run, call, { status: 'failed', error, finishedAt: ctx.options.clock() });
  }
  const { run: judged, items } = await addLaterItems(question, first);
  const requestId = uuidv7();
  const ttlMs = Math.min(...items.map(({ tool }) => tool.approvalTtlMs));
  const request = { requestId, kind: 'call' as const, expiresAt: new Date(ctx.options.clock().getTime() + ttlMs), items };
  await insertRequest(sql, judged, request);
  const waiting = items.reduce((run, item) => settleCall(run, item.call, { status: 'awaiting_approval' }), judged);
  const notice = await alertOfRequests(ctx, sql, { run: waiting, added: items.filter(({ tool }) => isApprovalRequired(tool)).length });
  return addToWrite(waiting, { events: [...(notice ? [notice] : []), toApprovalEvent(judged, request)] });
}

type Item = NewItem & { tool: Question['tool'] };

/** The later calls of the step that will have to be asked for too, in their order. */
async function addLaterItems(question: Question, first: Item): Promise<{ run: Run; items: Item[] }> {
  const { ctx, principal } = question;
  const items = [first];
  let { run } = question;
  for (const { callIndex } of run.step?.calls.slice(first.call.callIndex + 1) ?? []) {
    const later = run.step?.calls[callIndex];
    if (later?.status !== 'proposed' || !later.tool || !mayNeedConsent(ctx, run.fence.tenantId, later.tool)) continue;
    if (later.inputHash === null || !(await ctx.options.can(principal, later.tool.permission, later.input))) continue;
    const laterQuestion = { ...question, run, call: later, tool: later.tool, toolCtx: toToolContext(ctx, { ...question, run, call: later }) };
    const { call, judgement, policyVersion } = await nameOverrun(later, judgeCall(laterQuestion));
    const isSameIntent = call.intentKey !== null && items.some((item) => item.tool === call.tool && item.call.intentKey === call.intentKey);
    // The intent is the earlier call's; in its own turn this one finds it done.
    run = replaceCall(run, isSameIntent ? withoutIntent(call) : call);
    if (policyVersion !== undefined) run = { ...run, write: { ...run.write, policyVersion } };
    if (isSameIntent || judgement.type !== 'ask') continue;
    const item = await nameOverrun(later, simulateItem({ ...laterQuestion, run, call }, judgement));
    // What cannot be simulated is left for its own turn.
    if (!('error' in item)) items.push(item);
  }
  return { run, items };
}

/** Simulates one call in a savepoint. */
async function simulateItem(question: Question, { ruling, origins }: Asked): Promise<Item | ReturnType<typeof toProblem>> {
  const { call, tool, toolCtx } = question;
  const end = await askTool(question, (signal) => tool.simulate?.({ ...toolCtx, signal }, call.input));
  if (end.type !== 'ok') return toProblem(tool.name, end);
  const conditions = tool.grantScopes.length > 0 ? toGrantConditions({ tool, raw: call.raw, impact: call.impact, asking: ruling.asking }) : undefined;
  return {
    id: uuidv7(),
    call,
    tool,
    risk: tool.risk,
    permission: tool.approvalPermission,
    title: tool.title?.(call.input, end.value) ?? toWords(tool.name),
    preview: toJson(end.value),
    ruling,
    origins,
    conditions: conditions ?? null,
    materialHash: tool.simulate ? canonicalHash(tool.material ? tool.material(end.value) : end.value) : null,
  };
}

function toProblem(toolName: string, end: Exclude<ToolEnd, { type: 'ok' }>) {
  return end.type === 'refused' ? { error: end.error, cause: undefined } : { error: toToolFailure(toolName), cause: end.cause };
}
