import { type AnyTool, type CallResult, createTraceIndex, findTargets, mustBeTraced, type SessionView, type TracedArgument } from '@countersign/core';
import type { Registry } from '../registry.ts';
import type { Sql } from '../store/database.ts';
import { readView } from '../stream/load-view.ts';
import type { Run } from './run.ts';

/** Tells where the targets of a run's calls come from. It remembers what it has read, and nothing that a rolled-back attempt could make wrong. */
export interface Tracer {
  /** Nothing for a call that may go anywhere. See core's `traceTargets`. */
  trace(sql: Sql, run: Run, call: { tool: AnyTool; raw: unknown }): Promise<TracedArgument[]>;
}

/** Creates the tracer of one claim: what the person had said when the run was asked for is read once, and each result is indexed once. */
export function createTracer(registry: Registry): Tracer {
  let words: readonly string[] | undefined;
  let index: ReturnType<typeof createTraceIndex> | undefined;
  let indexed: CallResult[] = [];

  function extend(said: readonly string[], results: readonly CallResult[]) {
    // What was rolled back, or put into another order, is indexed anew.
    if (!indexed.every((result, position) => isSame(result, results[position]))) {
      index = undefined;
      indexed = [];
    }
    index ??= createTraceIndex({ words: said });
    for (const result of results.slice(indexed.length)) {
      const tool = registry.tools.get(result.tool);
      if (tool && result.ok) index.add({ tool, input: result.input, output: result.output });
      indexed.push(result);
    }
    return index;
  }

  return {
    async trace(sql, run, { tool, raw }) {
      if (!mustBeTraced(tool, raw)) return [];
      words ??= listWords(run, await readView(sql, run.fence, run.causeSeq));
      return findTargets(tool, raw, extend(words, run.results));
    },
  };
}

/** The same result of the same call: proposers are handed copies. */
function isSame(one: CallResult, other: CallResult | undefined): boolean {
  if (!other || one.tool !== other.tool || one.input !== other.input) return false;
  return one.ok ? other.ok && one.output === other.output : !other.ok;
}

/** Messages, picks and what was typed into forms: all of it the person's own. */
function listWords({ cause }: Run, view: SessionView): string[] {
  const messages = view.nodes.flatMap(({ type, props }) => (type === 'message' && props.role === 'user' ? [String(props.text)] : []));
  const typed = view.panels.flatMap(({ fields }) => Object.values(fields).map(String));
  const asked = cause.kind === 'message' ? [cause.text, ...(cause.pick ? [cause.pick.value] : [])] : [cause.task];
  return [...asked, ...messages, ...typed];
}
