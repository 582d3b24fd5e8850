import type { PolicyRules } from '@countersign/core';
import type { BenchHost } from './host.ts';
import { measureSteps, median, type StepLoad } from './measure-steps.ts';

/** What rules cost the same load: steps per second without any, and the share that is left under five. */
export interface ConsentRow {
  load: StepLoad;
  none: number;
  /** Five rules, all judged, none of them counting. */
  judged: number;
  /** Five rules, one of which counts every call. */
  counted: number;
}

const judged: PolicyRules = [
  { form: 'allowed_tools', name: 'Notes only', tools: ['add_note'] },
  { form: 'recipients', name: 'Ours only', on: { reach: 'outward' }, domains: ['shop.example'], addresses: [], mayBeOnFile: true, verdict: 'deny' },
  { form: 'approval', name: 'Over $10', on: {}, aboveCents: 1_000 },
  { form: 'content', name: 'No promises', on: { tools: ['add_note'] }, phrases: ['free of charge', 'guarantee'], linkDomains: ['shop.example'] },
  { form: 'rate', name: 'Few deletions', on: { risks: ['destructive'] }, unit: 'records', max: 5, minutes: 60, verdict: 'deny' },
];
const counted: PolicyRules = [
  ...judged.slice(0, 4),
  { form: 'rate', name: 'Many notes', on: { tools: ['add_note'] }, unit: 'calls', max: 1_000_000_000, minutes: 60, verdict: 'deny' },
];

const sets = { none: [] as PolicyRules, judged, counted };
type Name = keyof typeof sets;

/**
 * Short slices in turn, each share taken within its round, so that a busy moment of the machine meets all three; the medians
 * of the rounds.
 */
export async function measureConsent(host: BenchHost, loads: readonly StepLoad[], rounds: number): Promise<ConsentRow[]> {
  const rows: ConsentRow[] = [];
  for (const load of loads) {
    const found: Record<Name, number[]> = { none: [], judged: [], counted: [] };
    for (let round = 0; round < rounds; round++) {
      const names = (Object.keys(sets) as Name[]).map((_, index, all) => all[(index + round) % all.length] as Name);
      const speed = { none: 0, judged: 0, counted: 0 };
      for (const name of names) {
        await saveRules(host, load.tenants, sets[name]);
        speed[name] = (await measureSteps(host, load)).stepsPerSecond;
      }
      found.none.push(speed.none);
      found.judged.push(speed.judged / speed.none);
      found.counted.push(speed.counted / speed.none);
    }
    const row = { load, none: median(found.none), judged: median(found.judged), counted: median(found.counted) };
    process.stderr.write(
      `rules, ${load.atOnce} at once, ${load.tenants} tenants: ${Math.round(row.none)} steps/s without; of that ${toPercent(row.judged)} judged, ${toPercent(row.counted)} counted\n`,
    );
    rows.push(row);
    await saveRules(host, load.tenants, []);
  }
  return rows;
}

async function saveRules(host: BenchHost, tenants: number, rules: PolicyRules): Promise<void> {
  const { api } = host.countersign;
  for (let tenant = 0; tenant < tenants; tenant++) {
    const principal = host.principal(tenant);
    const { version } = await api.getPolicies(principal, {});
    await api.savePolicies(principal, { basedOn: version, rules });
  }
}

const toPercent = (share: number) => `${(share * 100).toFixed(0)} %`;

/** The rows as a table. */
export function toConsentTable(rows: readonly ConsentRow[]): string {
  return [
    '| runs at once | tenants | no rules, steps/s | five rules, none counts | five rules, one counts every call |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ load, none, judged: some, counted: all }) =>
        `| ${[load.atOnce, load.tenants, Math.round(none).toLocaleString('en-US'), toPercent(some), toPercent(all)].join(' | ')} |`,
    ),
  ].join('\n');
}
