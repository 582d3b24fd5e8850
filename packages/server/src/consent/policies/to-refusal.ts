import { type ErrorBody, toErrorBody } from '@countersign/core';
import type { Call, Run } from '../../runs/run.ts';
import type { Ruling } from './judge-policies.ts';

/** A rule's no. Of a text, the first time in a run: with the word that it may be put right. */
export function toRefusal(run: Run, call: Call, { rule, because, isContent, switchedOff }: Ruling): ErrorBody {
  if (switchedOff !== undefined) return toErrorBody('switched_off', switchedOff, { tool: call.toolName });
  const says = `The rule "${rule}" of this organisation refuses ${call.toolName} here: ${because ?? 'it says so'}.`;
  const isFirst = isContent && !run.results.some((result) => !result.ok && result.tool === call.toolName && isContentRefusal(result.error));
  if (isFirst) return toErrorBody('content_refused', `${says} Propose it once more with another text; a second refusal is final.`, { rule, because });
  return toErrorBody('policy_denied', says, isContent ? { rule, because, isContent } : { rule, because });
}

function isContentRefusal({ code, details }: { code: string; details?: unknown }): boolean {
  return code === 'content_refused' || (code === 'policy_denied' && (details as { isContent?: boolean } | undefined)?.isContent === true);
}
