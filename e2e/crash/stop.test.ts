import { describe, expect, test } from 'vitest';
import type { Fault } from './app-options.ts';
import { dumpRun } from './dump-run.ts';
import { findViolations } from './find-violations.ts';
import type { LedgerMode } from './ledger-entry.ts';
import { openSite, type Site } from './open-site.ts';
import type { Served } from './start-process.ts';

const modes = ['key', 'verify', 'both', 'human'] as const satisfies LedgerMode[];

/** What another worker makes of the call while the first one stands still; as after a kill. */
const takenOver: Record<Fault['point'], Record<LedgerMode, 'succeeded' | 'in_doubt'>> = {
  before_intent: { key: 'succeeded', verify: 'succeeded', both: 'succeeded', human: 'succeeded' },
  after_intent: { key: 'succeeded', verify: 'in_doubt', both: 'succeeded', human: 'in_doubt' },
  after_effect: { key: 'succeeded', verify: 'succeeded', both: 'succeeded', human: 'in_doubt' },
  after_result: { key: 'succeeded', verify: 'succeeded', both: 'succeeded', human: 'succeeded' },
};

/** Stops the app with one run for each kind of target at the point, and lets another app take them over. */
async function standStill(site: Site, point: Fault['point']): Promise<{ zombie: Served; other: Served; runs: Map<LedgerMode, string> }> {
  const zombie = await site.startApp({ fault: { signal: 'SIGSTOP', point, count: modes.length, gathers: true } });
  const runs = new Map<LedgerMode, string>();
  for (const mode of modes) {
    // On record before the fault, so that no unique constraint of the steps does the fence's work.
    const steps = [[{ tool: `send_by_${mode}`, input: { text: `${mode} at ${point}` } }]];
    runs.set(mode, await site.startRun(zombie, { steps, costMicros: 1 }));
  }
  expect(await zombie.fired()).toMatchObject({ point, runIds: { length: modes.length } });
  const other = await site.startApp();
  for (const runId of runs.values()) await site.waitFor(runId, 'completed', 'awaiting_human');
  return { zombie, other, runs };
}

describe('the app stands still past its lease and wakes up again', () => {
  for (const [point, expected] of Object.entries(takenOver) as [Fault['point'], (typeof takenOver)[Fault['point']]][]) {
    test(`${point}: another worker has taken over, and the zombie changes nothing`, async ({ onTestFinished }) => {
      const site = await openSite(onTestFinished);
      const { zombie, other, runs } = await standStill(site, point);
      const before = new Map<LedgerMode, Awaited<ReturnType<typeof dumpRun>>>();
      for (const [mode, runId] of runs) {
        const { steps } = await site.getRun(other, runId);
        expect([mode, steps[0]?.invocations[0]?.status]).toEqual([mode, expected[mode]]);
        before.set(mode, await dumpRun(site.superuser, runId));
      }
      const ledgerBefore = await site.readLedger();

      zombie.signal('SIGCONT');
      for (const runId of runs.values()) await site.settle(zombie, runId);

      expect(await site.readLedger()).toEqual(ledgerBefore);
      for (const [mode, runId] of runs) {
        // The one exception: it had sent the text and had the answer in hand. What only it knew is recorded, and settles the doubt.
        if (point === 'after_effect' && mode === 'human') {
          await site.waitFor(runId, 'completed');
          expect((await site.getRun(other, runId)).steps[0]?.invocations[0]?.status).toBe('succeeded');
        } else expect([mode, await dumpRun(site.superuser, runId)]).toEqual([mode, before.get(mode)]);
      }
      expect(await findViolations(site, [...runs.values()])).toEqual([]);
    });
  }
});

// Side by side: one of them does little but wait.
describe.concurrent('a stopped worker', () => {
  test('with an effect in this database half done leaves nothing of it: the other writes the row, once', async ({ onTestFinished }) => {
    const site = await openSite(onTestFinished);
    const zombie = await site.startApp({ fault: { signal: 'SIGSTOP', point: 'after_effect' } });
    const runId = await site.startRun(zombie, { steps: [[{ tool: 'add_row', input: { text: 'a' } }]], costMicros: 1 });
    expect((await zombie.fired()).runIds).toEqual([runId]);
    await site.startApp();
    await site.waitFor(runId, 'completed');
    const before = await dumpRun(site.superuser, runId);
    zombie.signal('SIGCONT');
    await site.settle(zombie, runId);
    expect(await dumpRun(site.superuser, runId)).toEqual(before);
    expect((await site.superuser.query('select text from host.rows')).rows).toEqual([{ text: 'a' }]);
    expect(await findViolations(site, [runId])).toEqual([]);
  });

  test('with the settings of production is replaced within 20 s, and other runs notice nothing', async ({ onTestFinished }) => {
    const site = await openSite(onTestFinished);
    const zombie = await site.startApp({ worker: 'defaults', fault: { signal: 'SIGSTOP', point: 'before_intent' } });
    const runId = await site.startRun(zombie, { steps: [[{ tool: 'send_by_human', input: { text: 'a' } }]] });
    await zombie.fired();
    const stoppedAt = performance.now();
    // Started only now: a worker that is there before may be the quicker one to take the run.
    const other = await site.startApp({ worker: 'defaults' });
    const undisturbed = await site.startRun(other, {
      steps: Array.from({ length: 12 }, (_, index) => [{ tool: 'add_row_slowly', input: { text: `undisturbed ${index}` } }]),
    });
    await site.waitFor(runId, 'completed');
    const seconds = (performance.now() - stoppedAt) / 1_000;
    expect(seconds).toBeLessThan(20);
    // It was its lease that ran out, and nothing else that let the other have it.
    expect(seconds).toBeGreaterThan(5);
    await site.waitFor(undisturbed, 'completed');
    const { rows } = await site.superuser.query('select id, epoch from countersign.runs order by epoch');
    expect(rows).toEqual([
      { id: undisturbed, epoch: 1 },
      { id: runId, epoch: 2 },
    ]);
    expect(await findViolations(site, [runId, undisturbed])).toEqual([]);
  });
});
