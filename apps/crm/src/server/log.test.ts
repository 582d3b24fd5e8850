import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('a failed query is logged with its cause and without the values people typed', () => {
  const lines: string[] = [];
  const error = new DrizzleQueryError('insert into crm.clients values ($1)', ['Jordan\nMiles'], new Error('relation does not exist'));
  createLog((line) => lines.push(line)).error({ error }, 'a request failed');
  expect(lines.join()).toContain('insert into crm.clients');
  expect(lines.join()).toContain('relation does not exist');
  expect(lines.join()).not.toMatch(/Jordan|Miles/);
});

test('what is less than the level asked for is not written', () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), 'warn');
  log.info({}, 'quiet');
  log.warn({}, 'loud');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', message: 'loud' });
});
