import { type EventBody, node, toProgress } from '@countersign/core';
import type { Run } from '../runs/run.ts';
import { toWords } from '../runs/to-words.ts';

const keyOf = (run: Run) => `progress:${run.fence.runId}`;

/**
 * How far the run's plan is, as an event of the next commit: the node when the step is written, later what of it has
 * changed. Nothing for a run whose plan shows no progress.
 */
export function toProgressEvents(run: Run): EventBody[] {
  const props = countProgress(run);
  if (!props) return [];
  const key = keyOf(run);
  const { runId } = run.fence;
  return [run.write.step ? { type: 'ui.append', key, runId, node: node('progress', props) } : { type: 'ui.replace', key, runId, props }];
}

/** What came of a plan, for the end of its run: from the results, whatever the plan itself may have said. */
export function toSummaryEvents(run: Run): EventBody[] {
  const props = countProgress(run);
  if (!props) return [];
  const { runId } = run.fence;
  return [{ type: 'ui.append', key: `summary:${runId}`, runId, node: node('message', { role: 'agent', text: `${props.text}.` }) }];
}

function countProgress(run: Run) {
  const { progress: plan, results, step } = run;
  if (!plan) return undefined;
  const own = step?.calls.filter(({ toolName }) => toolName === plan.tool) ?? [];
  const started = own.find(({ status }) => status === 'started');
  return toProgress(plan, results, {
    inDoubt: own.filter(({ status }) => status === 'in_doubt').length,
    current: started ? (started.title ?? toWords(started.toolName)) : null,
  });
}
