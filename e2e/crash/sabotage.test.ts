import { describe, expect, test } from 'vitest';
import type { Sabotage } from './app-options.ts';
import { findViolations } from './find-violations.ts';
import { openSite } from './open-site.ts';

/* What the other crash tests do, with a guard taken out and with all in place: the checks have to tell the difference. */

interface Case {
  title: string;
  sabotage?: Sabotage;
  violations: string[];
}

describe('killed after the text was sent, to a target that knows keys', () => {
  test.for<Case>([
    { title: 'with the key, the checks find nothing', violations: [] },
    { title: 'without the key, the checks find the second text', sabotage: 'key', violations: ['send_by_key "a" (succeeded) took effect 2 times'] },
  ])('$title', async ({ sabotage, violations }, { onTestFinished }) => {
    const site = await openSite(onTestFinished);
    const sabotaged = sabotage ? { sabotage } : {};
    const app = await site.startApp({ ...sabotaged, fault: { signal: 'SIGKILL', point: 'after_effect' } });
    const runId = await site.startRun(app, { steps: [[{ tool: 'send_by_key', input: { text: 'a' } }]] });
    expect((await app.fired()).runIds).toEqual([runId]);
    expect(await app.ended).toBe('SIGKILL');
    await site.startApp(sabotaged);
    await site.waitFor(runId, 'completed');
    expect(await findViolations(site, [runId])).toEqual(violations);
  });
});

describe('stopped past the lease and continued', () => {
  test.for<Case>([
    { title: 'with the fence, the checks find nothing', violations: [] },
    {
      title: 'without the fence, the checks find the second text and the second row',
      sabotage: 'fence',
      violations: ['send_by_human "a" (succeeded) took effect 2 times', 'add_row "b" (succeeded) took effect 2 times'],
    },
  ])('$title', async ({ sabotage, violations }, { onTestFinished }) => {
    const site = await openSite(onTestFinished);
    const sabotaged = sabotage ? { sabotage } : {};
    const tasks = [
      { tool: 'send_by_human', text: 'a', point: 'before_intent' },
      { tool: 'add_row', text: 'b', point: 'after_effect' },
    ] as const;
    const runs: string[] = [];
    // One after another, and nobody else is there when a run is started: whoever is may be the quicker one to take it.
    for (const { tool, text, point } of tasks) {
      const zombie = await site.startApp({ ...sabotaged, fault: { signal: 'SIGSTOP', point } });
      const runId = await site.startRun(zombie, {
        steps: [[{ tool, input: { text } }], [{ tool: 'add_row', input: { text: `after ${text}` } }]],
        costMicros: 1,
      });
      expect((await zombie.fired()).runIds).toEqual([runId]);
      const other = await site.startApp(sabotaged);
      await site.waitFor(runId, 'completed');
      zombie.signal('SIGCONT');
      const settled = site.settle(zombie, runId);
      // Without its fence the zombie goes on until it stumbles over something that was not made to stop it.
      await (sabotage ? settled.catch(() => {}) : settled);
      runs.push(runId);
      for (const app of [zombie, other]) {
        app.signal('SIGKILL');
        await app.ended;
      }
    }
    const found = await findViolations(site, runs);
    for (const violation of violations) expect(found).toContain(violation);
    if (violations.length === 0) expect(found).toEqual([]);
  });
});

test('a fault that does not fire fails its test', async ({ onTestFinished }) => {
  const site = await openSite(onTestFinished);
  const app = await site.startApp({ fault: { signal: 'SIGKILL', point: 'after_intent' } });
  // A tool whose effect is in this database has no intent to be struck after.
  const runId = await site.startRun(app, { steps: [[{ tool: 'add_row', input: { text: 'a' } }]] });
  await site.waitFor(runId, 'completed');
  await expect(app.fired(100)).rejects.toThrow('did not fire');
});
