import type { CallResult, SessionView, TracedArgument } from '@countersign/core';
import { createTraceIndex, findTargets, mustBeTraced, type TraceIndex } from '@countersign/core/internal';
import type { Context } from '../context.ts';
import type { RunInHand } from '../runs/run.ts';
import { readView } from '../stream/load-view.ts';
import type { Question } from './judge-call.ts';

/** What the person had said when the run was asked for, read once a claim, and the index over it and the results up to now. */
interface Trace {
  words: Promise<string[]>;
  index: TraceIndex | undefined;
  indexed: CallResult[];
}

/** Only of runs with calls that have to be traced. */
const traces = new WeakMap<RunInHand, Trace>();

/** Where the targets of a call come from; nothing for a call that may go anywhere. See core's `traceTargets`. */
export async function traceCall({ ctx, sql, run, call, tool }: Question): Promise<TracedArgument[]> {
  if (!mustBeTraced(tool, call.raw)) return [];
  const trace = traces.get(run) ?? { words: readView(sql, run.fence, run.causeSeq).then((view) => listWords(run, view)), index: undefined, indexed: [] };
  traces.set(run, trace);
  return findTargets(tool, call.raw, extend(ctx, run, trace, await trace.words));
}

/** Takes the results in that have come since. What was rolled back, or put into another order, is indexed anew. */
function extend({ registry }: Context, run: RunInHand, trace: Trace, words: readonly string[]): TraceIndex {
  const isExtended = trace.indexed.every((result, position) => isSame(result, run.results[position]));
  if (!isExtended) Object.assign(trace, { index: undefined, indexed: [] });
  const index = trace.index ?? createTraceIndex({ words });
  trace.index = index;
  for (const result of run.results.slice(trace.indexed.length)) {
    const tool = registry.tools.get(result.tool);
    if (tool && result.ok) index.add({ tool, input: result.input, output: result.output });
    trace.indexed.push(result);
  }
  return index;
}

/** The same result of the same call: proposers are handed copies. */
function isSame(one: CallResult, other: CallResult | undefined): boolean {
  if (!other || one.tool !== other.tool || one.input !== other.input) return false;
  return one.ok ? other.ok && one.output === other.output : !other.ok;
}

/** Messages, picks and what was typed into forms: all of it the person's own. */
function listWords({ cause }: RunInHand, view: SessionView): string[] {
  const messages = view.nodes.flatMap(({ type, props }) => (type === 'message' && props.role === 'user' ? [String(props.text)] : []));
  const typed = view.panels.flatMap(({ fields }) => Object.values(fields).map(String));
  const asked = cause.kind === 'message' ? [cause.text, ...(cause.pick ? [cause.pick.value] : [])] : [cause.task];
  return [...asked, ...messages, ...typed];
}
