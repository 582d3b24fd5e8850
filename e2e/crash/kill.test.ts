import { describe, expect, test } from 'vitest';
import type { Fault } from './app-options.ts';
import { findViolations } from './find-violations.ts';
import type { LedgerMode } from './ledger-entry.ts';
import { openSite, type Site } from './open-site.ts';
import type { Served } from './start-process.ts';

const modes = ['key', 'verify', 'both', 'human'] as const satisfies LedgerMode[];

/** What has to be true of one call after the crash: its status, and what the ledger has of it: effects, repeats, questions. */
type Expected = [status: 'succeeded' | 'in_doubt', effects: number, repeats: number, questions: number];

/** `key`: the target knows a repeat. `verify`: it can be asked. `both`. `human`: neither. */
const matrix: Record<Fault['point'], Record<LedgerMode, Expected>> = {
  before_intent: { key: ['succeeded', 1, 0, 0], verify: ['succeeded', 1, 0, 0], both: ['succeeded', 1, 0, 0], human: ['succeeded', 1, 0, 0] },
  // The text was never sent. Where the target only says "no", that is no proof: a human is asked. With keys, it is sent.
  after_intent: { key: ['succeeded', 1, 0, 0], verify: ['in_doubt', 0, 0, 1], both: ['succeeded', 1, 0, 1], human: ['in_doubt', 0, 0, 0] },
  // It was sent, and nobody knows.
  after_effect: { key: ['succeeded', 1, 1, 0], verify: ['succeeded', 1, 0, 1], both: ['succeeded', 1, 0, 1], human: ['in_doubt', 1, 0, 0] },
  after_result: { key: ['succeeded', 1, 0, 0], verify: ['succeeded', 1, 0, 0], both: ['succeeded', 1, 0, 0], human: ['succeeded', 1, 0, 0] },
};

/** Starts one run for each kind of target and kills the app when all of them stand at the point. */
async function crash(site: Site, point: Fault['point'], costMicros?: number): Promise<Map<LedgerMode, string>> {
  const app = await site.startApp({ fault: { signal: 'SIGKILL', point, count: modes.length, gathers: true } });
  const runs = new Map<LedgerMode, string>();
  for (const mode of modes) {
    const steps = [[{ tool: `send_by_${mode}`, input: { text: `${mode} at ${point}` } }]];
    runs.set(mode, await site.startRun(app, { steps, ...(costMicros !== undefined && { costMicros }) }));
  }
  const report = await app.fired();
  expect(report.point).toBe(point);
  expect(report.runIds.toSorted()).toEqual([...runs.values()].toSorted());
  expect(await app.ended).toBe('SIGKILL');
  return runs;
}

async function observe(site: Site, app: Served, mode: LedgerMode, runId: string): Promise<Expected> {
  const run = await site.getRun(app, runId);
  const invocation = run.steps[0]?.invocations[0];
  const own = (await site.readLedger()).filter((entry) => entry.mode === mode);
  const count = (kind: string) => own.filter((entry) => entry.kind === kind).length;
  expect(run.status).toBe(invocation?.status === 'in_doubt' ? 'awaiting_human' : 'completed');
  return [invocation?.status as Expected[0], count('effect'), count('repeat'), count('question')];
}

describe('the app is killed', () => {
  for (const [point, expected] of Object.entries(matrix) as [Fault['point'], Record<LedgerMode, Expected>][]) {
    // A proposal that cost something is on record before the fault, a free one is not: both must come through.
    for (const costMicros of [undefined, 1]) {
      if (costMicros !== undefined && point !== 'before_intent') continue;
      test(`${point}${costMicros ? ', its proposal on record' : ''}: each text exactly once, or once at most and a human is asked`, async ({
        onTestFinished,
      }) => {
        const site = await openSite(onTestFinished);
        const runs = await crash(site, point, costMicros);
        const app = await site.startApp();
        for (const [mode, runId] of runs) {
          await site.waitFor(runId, 'completed', 'awaiting_human');
          expect([mode, ...(await observe(site, app, mode, runId))]).toEqual([mode, ...expected[mode]]);
        }
        expect(await findViolations(site, [...runs.values()])).toEqual([]);
        for (const [mode, runId] of runs) {
          if (expected[mode][0] !== 'in_doubt') continue;
          const [, effects] = expected[mode];
          await site.decide(app, await site.findApproval(app, runId), effects === 1 ? 'happened' : 'not_happened');
          await site.waitFor(runId, effects === 1 ? 'completed' : 'completed_with_failures');
        }
        expect(await findViolations(site, [...runs.values()])).toEqual([]);
        expect((await site.readLedger()).filter((entry) => entry.kind === 'effect')).toHaveLength(modes.reduce((sum, mode) => sum + expected[mode][1], 0));
      });
    }
  }

  for (const point of ['after_effect', 'after_result'] as const) {
    test(`${point} of a tool that writes to this database: exactly one row`, async ({ onTestFinished }) => {
      const site = await openSite(onTestFinished);
      const doomed = await site.startApp({ fault: { signal: 'SIGKILL', point } });
      const runId = await site.startRun(doomed, { steps: [[{ tool: 'add_row', input: { text: 'a' } }]] });
      expect((await doomed.fired()).runIds).toEqual([runId]);
      expect(await doomed.ended).toBe('SIGKILL');
      await site.startApp();
      expect(await site.waitFor(runId, 'completed')).toBe('completed');
      expect((await site.superuser.query('select text from host.rows')).rows).toEqual([{ text: 'a' }]);
      expect(await findViolations(site, [runId])).toEqual([]);
    });
  }
});
