import { mustBeTraced, type SessionView, type TracedArgument, type TracedResult, traceTargets } from '@countersign/core';
import type { RunInHand } from '../runs/run-in-hand.ts';
import { readView } from '../sessions/load-view.ts';
import type { Question } from './judge-call.ts';

/** What the person had said when the run was asked for: read once a claim, and only for calls that have to be traced. */
const wordsOf = new WeakMap<RunInHand, Promise<string[]>>();

/** Where the targets of a call come from; nothing for a call that may go anywhere. See core's `traceTargets`. */
export async function traceCall({ ctx, sql, run, call, tool }: Question): Promise<TracedArgument[]> {
  if (!mustBeTraced(tool, call.raw)) return [];
  let words = wordsOf.get(run);
  if (!words) {
    words = readView(sql, run.fence, run.causeSeq).then((view) => listWords(run, view));
    wordsOf.set(run, words);
  }
  const results = run.results.flatMap((result): TracedResult[] => {
    const of = ctx.registry.tools.get(result.tool);
    return of && result.ok ? [{ tool: of, input: result.input, output: result.output }] : [];
  });
  return traceTargets(tool, call.raw, { words: await words, results });
}

/** Messages, picks and what was typed into forms: all of it the person's own. */
function listWords({ cause }: RunInHand, view: SessionView): string[] {
  const messages = view.nodes.flatMap(({ type, props }) => (type === 'message' && props.role === 'user' ? [String(props.text)] : []));
  const typed = view.panels.flatMap(({ fields }) => Object.values(fields).map(String));
  const asked = cause.kind === 'message' ? [cause.text, ...(cause.pick ? [cause.pick.value] : [])] : [cause.task];
  return [...asked, ...messages, ...typed];
}
