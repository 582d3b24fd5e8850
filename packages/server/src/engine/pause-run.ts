import { type Anomaly, node } from '@countersign/core';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { addToWrite, type Run } from '../runs/run.ts';
import { type Advanced, commitRunIn } from './commit-run.ts';
import type { EngineContext } from './engine-context.ts';

type Pause = { reason: 'switched_off'; text: string } | ({ reason: 'anomaly' } & Anomaly);

/**
 * Pauses a claimed run, with what it has gathered: it says why, gives its lease back and waits, for a human or until it is
 * switched on again. Nobody's commit passes the fence of a paused run, and whoever resumes it moves its epoch on. What is unusual
 * also raises an alert.
 */
export async function pauseRun(ctx: EngineContext, run: Run, pause: Pause): Promise<Advanced> {
  const { runId, tenantId, sessionId, epoch } = run.fence;
  const { reason, text } = pause;
  const then = reason === 'anomaly' ? 'Somebody has to resume this or cancel it.' : 'I go on when it is switched on again.';
  const notice = node('notice', { level: 'warning', text: `I paused. ${text} ${then}` });
  const { write } = addToWrite(run, {
    events: [{ type: 'ui.append', key: `pause:${runId}/${epoch}`, runId, node: notice }],
    audit: [{ actor: `agent:${run.agent.name}`, action: 'run.paused', subject: runId, data: { reason, text } }],
  });
  const advanced = await ctx.tenant(tenantId, async (sql) => {
    if (pause.reason === 'anomaly') await raiseAlert(ctx, sql, { tenantId, kind: pause.kind, subject: runId, data: { text, agent: run.agent.name } });
    // What stops it may have been lifted meanwhile: the sweep finds it, and pausing never waits for another look at the rules.
    const paused = { ...run, write: { ...write, policyVersion: undefined } };
    return commitRunIn(ctx, sql, { run: paused, ending: { status: { to: 'paused', reason, isFinal: false, releasesLease: true } } });
  });
  ctx.notify(tenantId, sessionId);
  return advanced;
}
