import { node, type RunStatus } from '@countersign/core';
import type { Anomaly } from '@countersign/core/internal';
import { raiseAlert } from '../alerts/raise-alert.ts';
import type { Context } from '../context.ts';
import type { RunInHand } from '../runs/run.ts';
import { commitRunIn } from './commit-run.ts';

type Pause = { reason: 'switched_off'; text: string } | ({ reason: 'anomaly' } & Anomaly);

/**
 * Pauses a run that is in hand, with what it has gathered: it says why, gives its lease back and waits, for a human or until it is
 * switched on again. Nobody's commit passes the fence of a paused run, and whoever resumes it moves its epoch on. What is unusual
 * also raises an alert.
 */
export async function pauseRun(ctx: Context, run: RunInHand, pause: Pause): Promise<RunStatus> {
  const { runId, tenantId, sessionId, epoch } = run.fence;
  const { reason, text } = pause;
  const then = reason === 'anomaly' ? 'Somebody has to resume this or cancel it.' : 'I go on when it is switched on again.';
  const says = `I paused. ${text} ${then}`;
  run.write.events.push({ type: 'ui.append', key: `pause:${runId}/${epoch}`, runId, node: node('notice', { level: 'warning', text: says }) });
  run.write.audit.push({ actor: `agent:${run.agent.name}`, action: 'run.paused', subject: runId, data: { reason, text } });
  // What stops it may have been lifted meanwhile: the sweep finds it, and pausing never waits for another look.
  delete run.write.policyVersion;
  await ctx.tenant(tenantId, async (sql) => {
    if (pause.reason === 'anomaly') await raiseAlert(ctx, sql, { tenantId, kind: pause.kind, subject: runId, data: { text, agent: run.agent.name } });
    await commitRunIn(ctx, run, sql, { to: 'paused', reason, isFinal: false, releasesLease: true });
  });
  ctx.touched(tenantId, sessionId);
  return 'paused';
}
