import { type BenchHost, startHost } from './host.ts';
import { measureConsent } from './measure-consent.ts';
import { measureFirstOp } from './measure-first-op.ts';
import { measureFloor } from './measure-floor.ts';
import { measureFlatness, measureSteps, median, type StepFigures, type StepLoad } from './measure-steps.ts';
import { type StepRow, toMarkdown, writeReport } from './report.ts';

/** `npm run bench`: a few minutes; `-- --quick` for a rough look, `-- --write` to put the figures into docs/performance.md. */
const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 1 : 3;
const STEPS = 25;
const LONG = 200;

const loads: Omit<StepLoad, 'runs' | 'stepsPerRun'>[] = (['fused', 'paid'] as const).flatMap((mode) => [
  { mode, atOnce: 1, tenants: 1 },
  { mode, atOnce: 16, tenants: 1 },
  { mode, atOnce: 16, tenants: 16 },
]);

let stepsPerRun = STEPS;
const host = await startHost(() => stepsPerRun);
try {
  await measureSteps(host, { mode: 'fused', runs: 64, stepsPerRun, atOnce: 16, tenants: 16 });
  const steps: StepRow[] = [];
  for (const load of loads) steps.push(await measureRow(host, { ...load, stepsPerRun, runs: load.atOnce === 1 ? 40 : 240 }));
  stepsPerRun = LONG;
  const long: StepRow[] = [];
  for (const mode of ['fused', 'paid'] as const) long.push(await measureRow(host, { mode, atOnce: 16, tenants: 1, stepsPerRun, runs: 32 }));
  const flat = await measureFlatness(host, isQuick ? 5 : 30);
  stepsPerRun = STEPS;
  const ruled = [
    { atOnce: 1, tenants: 1, runs: 20 },
    { atOnce: 16, tenants: 16, runs: 48 },
    { atOnce: 16, tenants: 1, runs: 48 },
  ].map((load) => ({ mode: 'fused' as const, stepsPerRun, ...load }));
  const consent = await measureConsent(host, ruled, isQuick ? 3 : 15);
  await host.close();
  const firstOp = await measureFirstOp(isQuick ? 50 : 200);
  const markdown = toMarkdown({ firstOp, steps, long, flat, consent });
  process.stdout.write(`${markdown}\n`);
  if (process.argv.includes('--write')) await writeReport(markdown);
} finally {
  await host.close();
}

/** Floor and runtime in turn, so that a busy moment of the machine meets both; the medians of the rounds. */
async function measureRow(on: BenchHost, load: StepLoad): Promise<StepRow> {
  const rounds: { floor: number; figures: StepFigures }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const floor = await measureFloor(on, { mode: load.mode, steps: load.atOnce === 1 ? 1_000 : 4_000, atOnce: load.atOnce });
    rounds.push({ floor, figures: await measureSteps(on, load) });
  }
  const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  const row: StepRow = {
    load,
    floor: of(({ floor }) => floor),
    figures: {
      stepsPerSecond: of(({ figures }) => figures.stepsPerSecond),
      bytesPerStep: of(({ figures }) => figures.bytesPerStep),
      walBytesPerStep: of(({ figures }) => figures.walBytesPerStep),
    },
  };
  process.stderr.write(
    `${load.mode}, ${load.atOnce} at once, ${load.tenants} tenants, ${load.stepsPerRun} steps: ${Math.round(row.figures.stepsPerSecond)} steps/s, floor ${Math.round(row.floor)}\n`,
  );
  return row;
}
