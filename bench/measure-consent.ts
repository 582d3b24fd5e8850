import type { PolicyRules } from '@countersign/core';
import type { BenchHost } from './host.ts';
import { measureSteps, median, type StepLoad } from './measure-steps.ts';

/** Steps per second of the same load under no rules, under five that a call is judged by, and under five of which one counts it. */
export interface ConsentRow {
  load: Omit<StepLoad, 'runs'>;
  none: number;
  judged: number;
  counted: number;
}

const judged: PolicyRules = [
  { form: 'allowed_tools', name: 'Notes only', tools: ['add_note'] },
  { form: 'recipients', name: 'Ours only', on: { reach: 'outward' }, domains: ['shop.example'], addresses: [], mayBeOnFile: true, verdict: 'deny' },
  { form: 'approval', name: 'Over $10', on: {}, aboveCents: 1_000 },
  { form: 'content', name: 'No promises', on: { tools: ['add_note'] }, phrases: ['free of charge', 'guarantee'], linkDomains: ['shop.example'] },
  { form: 'rate', name: 'Few deletions', on: { risks: ['destructive'] }, unit: 'records', max: 5, minutes: 60, verdict: 'deny' },
];
const counted: PolicyRules = [...judged.slice(0, 4), { form: 'rate', name: 'Many notes', on: { tools: ['add_note'] }, unit: 'calls', max: 1_000_000_000, minutes: 60, verdict: 'deny' }];

/** In turn, so that a busy moment of the machine meets all three; the medians of the rounds. */
export async function measureConsent(host: BenchHost, loads: readonly StepLoad[], rounds: number): Promise<ConsentRow[]> {
  const rows: ConsentRow[] = [];
  for (const load of loads) {
    const found: Record<'none' | 'judged' | 'counted', number[]> = { none: [], judged: [], counted: [] };
    for (let round = 0; round < rounds; round++) {
      for (const [name, rules] of Object.entries({ none: [], judged, counted }) as ['none' | 'judged' | 'counted', PolicyRules][]) {
        await saveRules(host, load.tenants, rules);
        found[name].push((await measureSteps(host, load)).stepsPerSecond);
      }
    }
    const row = { load, none: median(found.none), judged: median(found.judged), counted: median(found.counted) };
    process.stderr.write(`${load.mode}, ${load.atOnce} at once, ${load.tenants} tenants: ${toShares(row)}\n`);
    rows.push(row);
    await saveRules(host, load.tenants, []);
  }
  return rows;
}

async function saveRules(host: BenchHost, tenants: number, rules: PolicyRules): Promise<void> {
  const { runtime } = host.countersign;
  for (let tenant = 0; tenant < tenants; tenant++) {
    const principal = host.principal(tenant);
    const { version } = await runtime.getPolicies(principal, {});
    await runtime.savePolicies(principal, { basedOn: version, rules });
  }
}

const percent = (part: number, whole: number) => `${((1 - part / whole) * 100).toFixed(1)} %`;
const toShares = (row: ConsentRow) =>
  `${Math.round(row.none)} steps/s without rules, ${Math.round(row.judged)} judged by five (${percent(row.judged, row.none)} less), ${Math.round(row.counted)} counted by one of five (${percent(row.counted, row.none)} less)`;

/** The rows as a table. */
export function toConsentTable(rows: readonly ConsentRow[]): string {
  return [
    '| commits a step | runs at once | tenants | no rules, steps/s | judged by five | counted by one of five |',
    '|---|---|---|---|---|---|',
    ...rows.map(({ load, none, judged: some, counted: all }) => {
      const cells = [load.mode === 'fused' ? 'one' : 'two', load.atOnce, load.tenants, Math.round(none).toLocaleString('en-US')];
      return `| ${[...cells, `${Math.round(some).toLocaleString('en-US')} (−${percent(some, none)})`, `${Math.round(all).toLocaleString('en-US')} (−${percent(all, none)})`].join(' | ')} |`;
    }),
  ].join('\n');
}
