import { defineAgent, defineIntent } from '@countersign/core';
import { PgBoss } from 'pg-boss';
import { expect, test } from 'vitest';
import type { Occurrences } from '../engine/queue.ts';
import type { Schedule } from '../options.ts';
import { createRegistry } from '../registry.ts';
import { requireSchedules } from './require-schedules.ts';

const boss = new PgBoss({ db: { executeSql: () => Promise.reject(new Error('No database.')) } });
const occurrences: Occurrences = (cron, { timeZone, from, count }) => boss.previewSchedule(cron, { tz: timeZone, from, count });
const remind = defineIntent({ name: 'remind', title: 'Remind', examples: ['remind'], slots: {}, propose: () => ({}) });
const registry = createRegistry([defineAgent({ name: 'clerk', description: 'Reminds.', tools: [], intents: [remind] })]);
const morning: Schedule = { name: 'reminders', cron: '0 8 * * *', agent: 'clerk', task: 'Remind everybody.', intent: 'remind', for: () => [] };

test.each([
  ['a name that is none', { name: 'Reminders!' }, 'small letters'],
  ['an unknown agent', { agent: 'nobody' }, 'no agent "nobody"'],
  ['an intent of no agent', { intent: 'refund' }, 'no intent "refund"'],
  ['an expression that is none', { cron: 'every morning' }, 'names no moment'],
  ['a zone that is none', { timeZone: 'Atlantis' }, 'names no moment'],
  ['no task', { task: ' ' }, 'no task'],
] as const)('%s is refused before anything starts', (_, change, why) => {
  const check = (schedule: Schedule) => requireSchedules([schedule], registry, occurrences);
  expect(() => check({ ...morning, ...change })).toThrow(expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(why) }));
  expect(() => check(morning)).not.toThrow();
});

test('two of one name would share their runs, so they are refused', () => {
  expect(() => requireSchedules([morning, { ...morning, cron: '0 9 * * *' }], registry, occurrences)).toThrow(/two of this name/);
});
