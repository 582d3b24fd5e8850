import { node, type RunStatus } from '@countersign/core';
import type { Context } from '../context.ts';
import { commitRun } from './commit-run.ts';
import type { RunInHand } from './run-in-hand.ts';

/**
 * Pauses a run that is in hand, with what it has gathered: it says why, gives its lease back and waits for a human. Nobody's
 * commit passes the fence of a paused run, and whoever resumes it moves its epoch on.
 */
export async function pauseRun(ctx: Context, run: RunInHand, { reason, text }: { reason: 'switched_off' | 'anomaly'; text: string }): Promise<RunStatus> {
  const { runId } = run.fence;
  const says = `I paused. ${text} Somebody has to resume this or cancel it.`;
  run.write.events.push({ type: 'ui.append', key: `pause:${runId}/${run.fence.epoch}`, runId, node: node('notice', { level: 'warning', text: says }) });
  run.write.audit.push({ actor: `agent:${run.agent.name}`, action: 'run.paused', subject: runId, data: { reason, text } });
  // What stops it may have been lifted meanwhile; pausing for nothing costs a click, and never waits for another look.
  delete run.write.policyVersion;
  await commitRun(ctx, run, { to: 'paused', reason, isFinal: false, releasesLease: true });
  return 'paused';
}
